#include "run/skeleton.h"

/*
 * What skeletons say, in both languages. Rows stand in the order of their
 * table, those of a list item by item; tests/unit/run_skeleton.c asks for an
 * example of every entry that a document can have.
 */

#define ROW(path_, zh_, en_)                                                   \
	{                                                                      \
		(path_), 0, (zh_), (en_)                                       \
	}
#define ROW_NEW(path_, zh_, en_)                                               \
	{                                                                      \
		(path_), SKELETON_NEW, (zh_), (en_)                            \
	}
/* Without a value in a new document: a file of comments alone would be an empty
 * one, and nobody consents by taking out a #. */
#define ROW_BLANK(path_, zh_, en_)                                             \
	{                                                                      \
		(path_), SKELETON_BLANK, (zh_), (en_)                          \
	}
#define ROW_OFF(path_, zh_, en_)                                               \
	{                                                                      \
		(path_), SKELETON_OFF, (zh_), (en_)                            \
	}

static const struct skeleton_row careplan_rows[] = {
	ROW_NEW("base_url", "https://plan.example.cn/",
		"https://plan.example.com/"),
	ROW_NEW("theme", "default", "default"),
	ROW_NEW("language", "@language@", "@language@"),
	ROW_NEW("timezone", "Asia/Shanghai", "Asia/Shanghai"),
	ROW_NEW("photos.format", "jpeg", "jpeg"),
	ROW_OFF("wechat.appid", "wx0123456789abcdef", "wx0123456789abcdef"),
	ROW_OFF("wechat.sign_url", "https://sign.example.cn/wechat",
		"https://sign.example.com/wechat"),
	ROW_OFF("posters", "是", "yes"),
	ROW_OFF("poster_fonts", "fonts/song.otf", "fonts/serif.otf"),
};

static const struct skeleton_row clinic_rows[] = {
	ROW_NEW("name", "示例养发馆", "Example Hair Care"),
	ROW_NEW("slogan", "慢慢养，看得见", "Slowly, and you can see it"),
	ROW_OFF("logo", "logo.png", "logo.png"),
	ROW("about",
	    "示例养发馆做头皮与头发养护。\n\n"
	    "- 一人一份计划，写清楚做什么、什么时候做；\n"
	    "- 每个月同一个角度拍一次照，变没变，自己看。",
	    "Example Hair Care looks after scalp and hair.\n\n"
	    "- Everyone gets a plan that says what is done, and when.\n"
	    "- Every month a photo from the same angle shows what changed."),
	ROW_OFF("icp", "京ICP备00000000号-1", "京ICP备00000000号-1"),
	ROW("disclaimer",
	    "养护感受因人而异。身体不适请及时就医，本页内容只作日常养护参考。",
	    "Everyone is different. If you feel unwell, see a doctor; these "
	    "pages are about everyday care only."),
	ROW("privacy.who", "示例养发馆有限公司", "Example Hair Care Ltd"),
	ROW("privacy.contact",
	    "要查看、更正、删除资料或撤回同意，请给门店打电话，或当面告诉理疗"
	    "师",
	    "to have data shown, corrected or deleted, call the shop or tell "
	    "your therapist"),
	ROW("privacy.purpose", "安排养护日程、提醒复诊、对照每月照片",
	    "to plan your visits, remind you of them and compare photos"),
	ROW("privacy.retention", "计划结束后保存 180 天，到期下线并删除",
	    "180 days after the end of the plan, then it is deleted"),
	ROW("licensed", "否", "no"),
	ROW_OFF("licence", "''", "''"),
	ROW("points.referral", "50", "50"),
	ROW("points.deal", "200", "200"),
	ROW("points.gifts.name", "木梳一把", "a wooden comb"),
	ROW("points.gifts.cost", "300", "300"),
	ROW_OFF("points.gifts.photo", "comb.jpg", "comb.jpg"),
	ROW("points.shown", "门店", "shop"),
	ROW("messages.revisit",
	    "{{称呼}}您好，提醒您 {{日期}} {{时间}} 到店复诊。\n"
	    "请带上：{{带}}。",
	    "{{称呼}}, your next visit is on {{日期}} at {{时间}}.\n"
	    "Please bring {{带}}."),
	ROW("messages.birthday",
	    "{{称呼}}，生日快乐！愿您吃得香、睡得稳。\n"
	    "有空来店里坐坐，喝杯茶。",
	    "Happy birthday, {{称呼}}!\nCome by for a cup of tea."),
	ROW("messages.missed",
	    "{{称呼}}您好，{{日期}} 没等到您，家里都好吧？\n"
	    "另约一个您方便的时间就行。",
	    "{{称呼}}, we missed you on {{日期}}.\n"
	    "Shall we find another day?"),
	ROW("messages.referral",
	    "{{称呼}}，您介绍的朋友到店了，我们会好好接待。\n谢谢您！",
	    "{{称呼}}, your friend was here.\nThank you!"),
	ROW("categories", "原理\n膳食\n资讯", "Background\nDiet\nNews"),
};

static const struct skeleton_row store_rows[] = {
	ROW_NEW("name", "@name@", "@name@"),
	ROW("address", "示例市示例路 18 号 2 楼", "18 Example Road"),
	ROW("phone", "000-0000 0000", "000-0000 0000"),
	ROW("hours", "每天 9:00-20:00", "9:00-20:00"),
	ROW("map", "116.397, 39.909", "116.397, 39.909"),
	ROW("departments.name", "养发科", "Hair care"),
	ROW("departments.intro", "头皮检测、头皮导引，适合头发变细的朋友",
	    "scalp checks and massage, for hair that grows thin"),
	ROW("departments.name", "肩颈舒养科", "Neck and shoulders"),
	ROW("departments.intro", "艾灸、推拿、热敷，适合久坐、肩颈发紧的朋友",
	    "moxibustion, massage and warm compresses for tight shoulders"),
	ROW("notice", "周三上午不接新朋友，留给老顾客做头皮检测。",
	    "On Wednesday mornings we see regular visitors only."),
	ROW("booking.phone", "000-0000 0001", "000-0000 0001"),
	ROW_OFF("booking.link", "https://book.example.cn/",
		"https://book.example.com/"),
	ROW("booking.note", "第一次来请留 90 分钟，来之前一天不洗头",
	    "keep 90 minutes free for the first visit"),
	ROW("voucher.title", "头皮检测一次", "One scalp check"),
	ROW("voucher.terms",
	    "头皮检测 20 分钟，首次到店的朋友可用一次\n每人限一次，不兑换现金",
	    "20 minutes, once for everyone who comes for the first time\n"
	    "not to be exchanged for money"),
	ROW("voucher.valid_days", "60", "60"),
};

static const struct skeleton_row queue_rows[] = {
	ROW_NEW("now", "A01", "A01"),
	ROW("waiting", "A02\n李*", "A02\nL*"),
	ROW("updated", "'10:15'", "'10:15'"),
};

static const struct skeleton_row referrals_rows[] = {
	ROW("date", "@today@", "@today@"),
	ROW("code", "@code@", "@code@"),
	ROW("name", "谭女士", "Ms Brown"),
	ROW("phone", "138 0000 0000", "000 0000 0000"),
	ROW("status", "体验", "trial"),
	ROW("note", "朋友陪着来的，想先看看", "came along with a friend"),
};

static const struct skeleton_row therapist_rows[] = {
	ROW_NEW("name", "@name@", "@name@"),
	ROW("title", "理疗师", "Therapist"),
	ROW("years", "8", "8"),
	ROW("specialties", "发缝养护\n头皮导引", "thin hair\nscalp massage"),
	ROW("bio", "做事细，话不多。头发的事急不得，我陪您慢慢养。",
	    "Careful and patient; hair takes its time."),
	ROW("phone", "000-0000 0002", "000-0000 0002"),
	ROW_OFF("wechat_qr", "wechat.png", "wechat.png"),
	ROW("schedule.monday", "09:00-12:00 14:00-18:00",
	    "09:00-12:00 14:00-18:00"),
	ROW("schedule.tuesday", "09:00-12:00 14:00-18:00",
	    "09:00-12:00 14:00-18:00"),
	ROW("schedule.wednesday", "休", "off"),
	ROW("schedule.thursday", "14:00-20:00", "14:00-20:00"),
	ROW("schedule.friday", "09:00-12:00 14:00-18:00",
	    "09:00-12:00 14:00-18:00"),
	ROW("schedule.saturday", "09:00-12:00 13:30-18:30",
	    "09:00-12:00 13:30-18:30"),
	ROW("schedule.sunday", "休", "off"),
	ROW("leave", "@today+30@\n@today+60@ 至 @today+66@",
	    "@today+30@\n@today+60@ ~ @today+66@"),
};

static const struct skeleton_row plan_rows[] = {
	ROW_NEW("id", "@id@", "@id@"),
	ROW_NEW("name", "@name@", "@name@"),
	ROW_NEW("display_name", "@call@", "@call@"),
	ROW_NEW("status", "@status@", "@status@"),
	ROW_NEW("therapist", "@therapist@", "@therapist@"),
	ROW_NEW("start", "@today@", "@today@"),
	ROW_NEW("end", "@today+180@", "@today+180@"),
	ROW_OFF("expires", "@today+360@", "@today+360@"),
	ROW_NEW("link_version", "1", "1"),
	ROW_OFF("pin", "", ""),
	ROW_BLANK("consent.plan_page", "@today@", "@today@"),
	ROW_BLANK("consent.photos", "@today@", "@today@"),
	ROW_BLANK("consent.share", "@today@", "@today@"),
	ROW("consent.by", "本人", "self"),
	ROW("cause.summary", "睡得晚、吃得急，头顶的头发慢慢变细。",
	    "Late nights and hurried meals; the hair on top grew thin."),
	ROW("cause.history",
	    "- **去年秋天** 早上梳头，梳子上的头发开始多\n"
	    "- **今天** 第一次到店，定下半年的安排",
	    "- **Last autumn** more hair on the comb in the morning\n"
	    "- **Today** first visit, a plan for half a year"),
	ROW("cause.diagnosis", "思虑偏多、睡得浅，先把睡眠和三餐理顺",
	    "light sleep; sleep and meals come first"),
	ROW("checks.name", "头顶毛发密度", "hair density on top"),
	ROW("checks.value", "84", "84"),
	ROW("checks.unit", "根/cm²", "/cm²"),
	ROW("checks.range", "120-180", "120-180"),
	ROW("checks.date", "@today@", "@today@"),
	ROW_OFF("checks.file", "report.pdf", "report.pdf"),
	ROW("checks.note", "每次在同一个点位测", "always at the same spot"),
	ROW("treatments.item", "头皮导引", "Scalp massage"),
	ROW("treatments.every", "周二 周五", "tue fri"),
	ROW("treatments.time", "'14:30'", "'14:30'"),
	ROW("treatments.duration", "60分钟", "60 minutes"),
	ROW_OFF("treatments.from", "@today+7@", "@today+7@"),
	ROW_OFF("treatments.until", "@today+90@", "@today+90@"),
	ROW("treatments.except", "@today+30@", "@today+30@"),
	ROW("treatments.place", "门店", "shop"),
	ROW("treatments.note", "当晚**不洗头**",
	    "do **not** wash your hair "
	    "that evening"),
	ROW("treatments.item", "木梳梳头", "Combing"),
	ROW("treatments.every", "每天", "daily"),
	ROW("treatments.time", "'21:00'", "'21:00'"),
	ROW("treatments.place", "居家", "home"),
	ROW("medicines.name", "桑葚黑豆膏", "Mulberry and black bean paste"),
	ROW("medicines.dose", "10克", "10 g"),
	ROW("medicines.frequency", "每天2次", "twice a day"),
	ROW("medicines.timing", "早晚饭后", "after breakfast and supper"),
	ROW_OFF("medicines.from", "@today@", "@today@"),
	ROW_OFF("medicines.until", "@today+30@", "@today+30@"),
	ROW("medicines.note", "温水化开。肚子不舒服就先停",
	    "in warm water; stop if it upsets you"),
	ROW("diet.eat", "[鸡蛋, 黑豆, 菠菜]", "[eggs, black beans, spinach]"),
	ROW("diet.avoid", "[奶茶, 油炸]", "[milk tea, fried food]"),
	ROW("diet.meals.meal", "早餐", "Breakfast"),
	ROW("diet.meals.content", "黑豆小米糊一碗、鸡蛋一个",
	    "millet porridge with black beans, an egg"),
	ROW_OFF("diet.meals.day", "周一 周三", "mon wed"),
	ROW("precautions", "晚上 **11 点前** 躺下\n洗头用指腹，不用指甲",
	    "be in bed before **11 pm**\nwash with your fingertips"),
	ROW("revisits.date", "@today+14@", "@today+14@"),
	ROW("revisits.time", "'13:30'", "'13:30'"),
	ROW("revisits.bring", "没用完的膏", "what is left of the paste"),
	ROW("revisits.note", "检测、拍照；当天**先别洗头**",
	    "check and photos; do not wash your hair that day"),
	ROW("revisits.done", "否", "no"),
	ROW("articles", "first-wash", "first-wash"),
	ROW("photos.captions", "@month@: 第一次来", "@month@: the first visit"),
	ROW("photos.angles", "[正面, 头顶, 左侧, 右侧, 后脑]",
	    "[front, top, left, right, back]"),
	ROW_OFF("photos.hide", "[@month@]", "[@month@]"),
	ROW("bills.item", "第一期护理", "First part"),
	ROW("bills.amount", "3200", "3200"),
	ROW("bills.due", "@today+7@", "@today+7@"),
	ROW_OFF("bills.paid", "@today@", "@today@"),
	ROW_OFF("bills.link", "https://pay.example.cn/1",
		"https://pay.example.com/1"),
	ROW("share.name", "一位老师", "a teacher"),
	ROW("share.photos", "@month@", "@month@"),
	ROW("share.quote", "每周来坐一个钟头，日子过得比以前有条理。",
	    "An hour every week, and life has a rhythm again."),
	ROW("share.until", "@today+180@", "@today+180@"),
};

static const struct skeleton_row record_rows[] = {
	ROW_BLANK("birthday", "农历1976年二月初八", "1976-03-08"),
	ROW_BLANK("phone", "138 0000 0001", "000 0000 0001"),
	ROW("wechat", "example_wechat", "example_wechat"),
	ROW("address", "示例路 5 号", "5 Example Road"),
	ROW("family", "和先生、孩子同住", "lives with her family"),
	ROW("job", "小学老师，周五有晚自习", "teacher, works late on Fridays"),
	ROW("diet_preference", "爱吃辣，不吃羊肉", "likes it hot, no lamb"),
	ROW("sleep", "十二点以后才睡", "goes to bed after midnight"),
	ROW("dress", "爱穿亚麻，冬天戴帽子", "wears linen, a hat in winter"),
	ROW("economy", "愿意分期付", "prefers to pay in parts"),
	ROW("source", "路过进店", "walked in"),
	ROW_OFF("referred_by", "XXXX-XXXX-X", "XXXX-XXXX-X"),
	ROW("tags", "[老师, 怕疼]", "[teacher, careful]"),
	ROW("visits.date", "@today@", "@today@"),
	ROW("visits.item", "检测、定安排", "check, plan"),
	ROW("visits.note", "头顶偏紧，按到百会附近说舒服", "a tight scalp"),
	ROW("notes.date", "@today@", "@today@"),
	ROW("notes.text", "第一次有点紧张，边做边聊就放松了。",
	    "A little nervous at first; talking helped."),
};

static const struct skeleton_row article_rows[] = {
	ROW_NEW("title", "@name@", "@name@"),
	ROW("category", "原理", "Background"),
	ROW("summary", "一两句话，说清楚这篇讲什么。",
	    "A sentence or two on what this is about."),
	ROW_OFF("cover", "cover.jpg", "cover.jpg"),
	ROW("tags", "[洗头, 日常]", "[washing, everyday]"),
	ROW_NEW("date", "@today@", "@today@"),
};

#define WORDS(rows_) .rows = (rows_), .count = sizeof(rows_) / sizeof(rows_[0])

const struct skeleton_words skeleton_words[] = {
	{
		.name = "careplan",
		.zh = "整个网站的设置。一般只有管理员改这个文件。\n"
		      "这里不写密码和密钥：网站密钥在 .careplan/site.key，"
		      "所有链接和二维码都靠它，请另存一份备份，不要放进版本库"
		      "。",
		.en = "What holds for the whole site. Only those who run it "
		      "change this file.\n"
		      "No secrets here: the site key is in .careplan/site.key. "
		      "All links and QR codes depend on it: keep a backup, and "
		      "keep it out of version control.",
		WORDS(careplan_rows),
	},
	{
		.name = "clinic",
		.zh = "品牌的资料，所有门店共用。\n"
		      "怎么写：左边是名目，一个英文冒号，一个空格，右边是内容。"
		      "属于某个名目的内容，往里缩两个空格；一条一条列出来的，"
		      "每条前面写 “- ”。\n"
		      "井号后面的话是写给自己看的，不会出现在页面上。",
		.en = "The brand, and what holds for all shops.\n"
		      "On the left a name, a colon and a blank, then what it "
		      "says. What belongs to a name is indented by two blanks; "
		      "lists have “- ” before each item.\n"
		      "What stands behind # is for yourself and on no page.",
		WORDS(clinic_rows),
	},
	{
		.name = "store",
		.zh = "一家门店的资料。所在文件夹的名字会进网址。",
		.en = "One shop. The name of its folder becomes part of "
		      "addresses.",
		WORDS(store_rows),
	},
	{
		.name = "queue",
		.zh = "今天排到哪儿了。前台改这个文件，门店页上跟着变。\n"
		      "写号码，或者遮住一部分的姓，不写全名。不用排队就把"
		      "这个文件删掉。",
		.en = "Today's waiting line: the front desk changes it, the "
		      "shop's page shows it.\n"
		      "Numbers or masked names, never full names. A shop "
		      "without a line needs no such file.",
		WORDS(queue_rows),
	},
	{
		.name = "referrals",
		.zh = "谁拿着谁的专享码来过，一人一条，往后面加。",
		.en = "Who came on whose code, one entry each; add new ones at "
		      "the end.",
		WORDS(referrals_rows),
	},
	{
		.name = "therapist",
		.zh = "一位理疗师。文件名就是病人计划里“理疗师”一栏要写的名字；"
		      "同名的照片（.jpg）放在旁边，就是头像。",
		.en = "One therapist. The name of this file is what plans call "
		      "the therapist by; a picture of the same name (.jpg) "
		      "beside it is the portrait.",
		WORDS(therapist_rows),
	},
	{
		.name = "plan",
		.zh = "一位病人的计划。没用上的名目前面有井号，去掉井号和"
		      "它后面的一个空格就能用；整段不要，删掉就行。\n"
		      "照片放在 photos/年-月/ 里，例如 "
		      "photos/@month@/正面.jpg；"
		      "化验单之类放在 files/ 里。",
		.en = "One patient's plan. What is not in use has # before it: "
		      "take away the # and the blank behind it; what is not "
		      "wanted may be deleted.\n"
		      "Photos go to photos/YYYY-MM/, for example "
		      "photos/@month@/front.jpg; reports go to files/.",
		WORDS(plan_rows),
	},
	{
		.name = "record",
		.zh = "只有理疗师看得到，不会出现在病人和外人能打开的页面上。",
		.en = "For the therapist only: on no page that the patient or "
		      "others can open.",
		WORDS(record_rows),
	},
	{
		.name = "article",
		.zh = "两道横线之间是文章的名目，后面是正文。文件名会进网址。",
		.en = "Between the lines of dashes stands what the article is; "
		      "below, its text. The file's name becomes part of its "
		      "address.",
		.body_zh = "正文从这里开始，空一行就是另起一段。可以 **加粗**，"
			   "可以列表：\n\n"
			   "1. 先用温水把头发打湿；\n"
			   "2. 用指腹轻轻揉，不用指甲；\n"
			   "3. 冲干净，用毛巾按干。\n\n"
			   "## 小标题\n\n"
			   "> 左边一个大于号，就是一段引用。\n",
		.body_en = "The text begins here; an empty line begins a new "
			   "paragraph. Words can be **bold**, and there are "
			   "lists:\n\n"
			   "1. wet the hair with warm water,\n"
			   "2. wash with the fingertips, not the nails,\n"
			   "3. rinse well and pat dry.\n\n"
			   "## A heading\n\n"
			   "> A line that starts with this sign is a "
			   "quotation.\n",
		WORDS(article_rows),
	},
};

const size_t skeleton_words_count =
	sizeof(skeleton_words) / sizeof(skeleton_words[0]);
