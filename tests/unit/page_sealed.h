#ifndef TESTS_UNIT_PAGE_SEALED_H
#define TESTS_UNIT_PAGE_SEALED_H

/*
 * A therapist with a dozen patients around 21 November 2026, for the tests of
 * the desk, the record and the lock, and for tests/tools/draw_sealed. All
 * people and numbers are invented.
 *
 * Calling sequence: sealed_open; change what the case is about; render;
 * sealed_close. Looking at what was rendered: unit/page_patient.h.
 */

#include "model/lunar.h"
#include "page/desk.h"
#include "page/lock.h"
#include "page/record_page.h"
#include "unit/page_patient.h"

static const char sealed_clinic[] =
	"名称: 苗岭青丝\n"
	"口号: 一人一方，慢慢来\n"
	"备案号: 黔ICP备2026000000号\n"
	"声明: 养护感受因人而异。身体不适请及时就医。\n"
	"消息:\n"
	"  复诊: |\n"
	"    {{称呼}}您好，我是龙秀英。您 {{日期}} {{时间}} 复诊，"
	"请带上{{带}}，当天先别洗头。\n"
	"    来不了提前跟我说，给您改时间。\n"
	"  生日: |\n"
	"    {{称呼}}，今天是您的生日，祝您身体好、睡得香。龙秀英\n"
	"  未到: |\n"
	"    {{称呼}}您好，我是龙秀英。{{日期}}的复诊您没来，是不是忙忘了？\n"
	"    您哪天方便，我给您留位。\n"
	"  转介绍: |\n"
	"    {{称呼}}，您介绍的朋友到店了，我们会好好接待。\n";

static const char sealed_plan[] = "编号: p-test-0007\n"
				  "姓名: 王丽华\n"
				  "称呼: 王女士\n"
				  "理疗师: long-xiuying\n"
				  "开始: 2026-08-01\n"
				  "结束: 2027-01-31\n"
				  "同意:\n"
				  "  计划页: 2026-08-01\n"
				  "病因:\n"
				  "  小结: 发缝变宽，睡得晚\n"
				  "疗程:\n"
				  "- 项目: 头皮导引\n"
				  "  每: 周六\n"
				  "  时间: 14:30\n"
				  "  时长: 60 分钟\n"
				  "- 项目: 木梳通络\n"
				  "  每: 每天\n"
				  "  地点: 居家\n"
				  "用药:\n"
				  "- 名称: 二至养发膏\n"
				  "  用量: 10 克，温水化开\n"
				  "  频次: 每天两次\n"
				  "  时机: 早晚饭后\n"
				  "复诊:\n"
				  "- 日期: 2026-09-05\n"
				  "  时间: 14:30\n"
				  "  已到: 是\n"
				  "- 日期: 2026-10-10\n"
				  "  时间: 14:30\n"
				  "  已到: 是\n"
				  "- 日期: 2026-11-07\n"
				  "  时间: 14:30\n"
				  "- 日期: 2026-11-28\n"
				  "  时间: 14:30\n"
				  "  带: 剩下的膏方和木梳\n"
				  "  说明: 毛囊镜、拍照\n"
				  "- 日期: 2027-01-09\n"
				  "费用:\n"
				  "- 项目: 第二期疗程\n"
				  "  金额: 3600\n"
				  "  截止: 2026-12-01\n"
				  "- 项目: 第一期疗程\n"
				  "  金额: 3600\n"
				  "  已付: 2026-08-01\n";

static const char sealed_record[] =
	"生日: 农历1976年闰八月初十\n"
	"电话: 139 0000 0007\n"
	"微信: wanglh_demo\n"
	"住址: 南明区花果园 R2 区 6 栋\n"
	"家庭: 丈夫跑长途；女儿在成都读研\n"
	"工作: 小学语文老师，带毕业班\n"
	"饮食喜好: 爱吃辣，近两个月改了不少；不吃羊肉\n"
	"睡眠: 原来一点睡，现在十一点前；凌晨五点醒\n"
	"穿着: 冬天戴毛线帽，容易闷汗\n"
	"经济条件: 分三期付，按时\n"
	"来源: 同事赵老师介绍\n"
	"介绍人: 4H2P-M8TR-6\n"
	"标签: [怕疼, 老师, 爱提问, 介绍过朋友]\n"
	"到店:\n"
	"- {日期: 2026-08-01, 项目: 首次检测、拍照}\n"
	"- {日期: 2026-08-08, 项目: 头皮导引}\n"
	"- {日期: 2026-08-22, 项目: 头皮导引}\n"
	"- {日期: 2026-09-05, 项目: 第 1 次复诊, 说明: 密度 96}\n"
	"- {日期: 2026-09-19, 项目: 梅花针}\n"
	"- {日期: 2026-10-10, 项目: 第 2 次复诊, 说明: 密度 103；绒毛转黑}\n"
	"- {日期: 2026-10-24, 项目: 头皮导引, 说明: 说膏方有点甜}\n"
	"- {日期: 2026-11-14, 项目: 头皮导引, 说明: 发红减轻，可以加一点力}\n"
	"记录:\n"
	"- {日期: 2026-08-01, 内容: 怕针，第一次做先用手指叩，边做边聊天。}\n"
	"- {日期: 2026-11-14, 内容: 一月带学生考试，怕忙忘了。多提醒一次。}\n"
	"- 她介绍的李女士来过了，记得当面谢。\n";

/* Of a card what differs from patient to patient. A revisit with a plus sign
 * in front is done. */
struct sealed_person {
	const char *name, *display_name, *search, *phone, *problem, *birthday;
	const char *last_visit;
	const char *revisits; /* with blanks in between */
	int64_t points;
};

static const struct sealed_person sealed_people[] = {
	{ "陈国栋", "陈先生", "cgd chenguodong", "139 0000 0001", "斑秃",
	  "1979-12-03", "2026-11-06", "+2026-10-16T09:00 2026-12-11T09:00", 0 },
	{ "李春梅", "李女士", "lcm lichunmei", "139 0000 0002", "产后脱发",
	  "1987-06-05", "2026-11-14",
	  "+2026-10-24T09:30 2026-11-21T09:30 2026-12-19T09:30", 0 },
	{ "吴桂芳", "吴阿姨", "wgf wuguifang", "139 0000 0003", "发缝变宽",
	  "农历1965年冬月初八", "2026-11-07",
	  "+2026-10-17T11:00 2026-11-21T11:00 2027-01-16T11:00", 350 },
	{ "张建军", "张先生", "zjj zhangjianjun", "139 0000 0004", "脂溢性脱发",
	  "1974-05-14", "2026-10-09", "+2026-10-09T09:30 2026-11-13T09:30", 0 },
	{ "杨小满", "杨女士", "yxm yangxiaoman", "139 0000 0005", "头皮出油",
	  "", "2026-10-31", "+2026-10-31T16:00 2026-11-18T16:00", 0 },
	{ "石玉兰", "石阿姨", "syl shiyulan", "139 0000 0006", "白发调理",
	  "农历1969年十月十三", "2026-11-08",
	  "+2026-10-11T10:30 2026-11-29T10:30", 50 },
	{ "王丽华", "王女士", "wlh wanglihua", "139 0000 0007", "发缝变宽",
	  "农历1976年闰八月初十", "2026-11-14",
	  "+2026-09-05T14:30 +2026-10-10T14:30 2026-11-07T14:30 "
	  "2026-11-28T14:30 2027-01-09",
	  200 },
	{ "罗永强", "罗先生", "lyq luoyongqiang", "139 0000 0008", "发际线后移",
	  "1982-11-24", "2026-11-01", "2026-11-21T14:30 2026-12-26T14:30", 0 },
	{ "田秀芝", "田奶奶", "txz tianxiuzhi", "", "发缝变宽", "1959-05-23",
	  "2026-11-20", "+2026-11-20T10:00 2026-12-25T10:00", 0 },
	{ "周敏", "周女士", "zm zhoumin", "139 0000 0010", "产后脱发",
	  "11月30日", "2026-10-28", "2026-11-25T16:00", 0 },
	{ "迪丽努尔·阿卜杜热合曼", "迪丽努尔", "dlne diliknur", "139 0000 0011",
	  "工地安全帽闷汗，头皮发痒", "1992-02-29", "2026-11-15",
	  "2026-12-05T14:00", 0 },
	{ "蒙阿妹", "蒙女士", "mam mengamei", "139 0000 0012", "斑秃",
	  "农历1983年腊月三十", "", "2026-11-24T15:30", 0 },
};

enum {
	SEALED_PEOPLE = sizeof(sealed_people) / sizeof(sealed_people[0]),
	SEALED_REVISITS = 8,
};

struct sealed {
	struct patient *patient; /* theme, shop, therapist, one plan */
	struct record record;
	struct desk_card cards[SEALED_PEOPLE];
	struct desk_input desk;
	struct record_input input;
	struct lock_input lock;
};

static inline struct desk_revisits sealed_revisits(struct arena *arena,
						   const char *written)
{
	struct desk_revisit *items =
		ARENA_ARRAY(arena, SEALED_REVISITS, struct desk_revisit);
	struct text rest = text_of(written), one;
	size_t count = 0;

	while (count < SEALED_REVISITS && text_cut(&rest, ' ', &one)) {
		struct desk_revisit *revisit = &items[count++];
		size_t day = text_find(one, "T");

		*revisit = (struct desk_revisit){
			.time = { -1 },
			.nth = (int64_t)count,
			.is_done = text_starts(one, "+"),
		};
		if (revisit->is_done) {
			one = text_from(one, 1);
			day--;
		}
		if (date_read(text_part(one, 0, 10), &revisit->date) ||
		    (one.len > 10 &&
		     !date_read_clock(text_from(one, day + 1), &revisit->time)))
			fprintf(stderr, "no revisit: %s\n", written);
		if (count % 2 == 0)
			revisit->item = T("毛囊镜、拍照");
		if (count % 2 == 0)
			revisit->bring = T("剩下的膏方和木梳");
	}
	return (struct desk_revisits){ items, count };
}

static inline void sealed_card(struct arena *arena, struct desk_card *card,
			       const struct sealed_person *person, size_t nth)
{
	*card = (struct desk_card){
		.record_path = arena_format(arena, "d/desk/p%zu.html", nth),
		.plan_path = arena_format(arena, "p/p%zu.html", nth),
		.name = text_of(person->name),
		.display_name = text_of(person->display_name),
		.search = text_of(person->search),
		.phone = text_of(person->phone),
		.problem = text_of(person->problem),
		.end = { 2027, 1, 31 },
		.points = person->points,
		.revisits = sealed_revisits(arena, person->revisits),
	};
	if (person->birthday[0] &&
	    lunar_read_birthday(arena, text_of(person->birthday),
				&card->birthday))
		fprintf(stderr, "no birthday: %s\n", person->birthday);
	if (person->last_visit[0] &&
	    date_read(text_of(person->last_visit), &card->last_visit))
		fprintf(stderr, "no visit: %s\n", person->last_visit);
}

static inline struct sealed *sealed_open(const char *language)
{
	struct sealed *s = calloc(1, sizeof(*s));
	struct patient *p = patient_open(language, sealed_plan);

	if (!s)
		abort();
	s->patient = p;
	patient_read(p, &clinic_table, &p->clinic, sealed_clinic);
	patient_read(p, &record_table, &s->record, sealed_record);
	for (size_t i = 0; i < SEALED_PEOPLE; i++)
		sealed_card(&p->arena, &s->cards[i], &sealed_people[i], i + 1);
	s->desk = (struct desk_input){
		.site = &p->view,
		.store = &p->store,
		.therapist = &p->card,
		.cards = s->cards,
		.card_count = SEALED_PEOPLE,
		.updated = { 2026, 11, 20 },
	};
	s->input = (struct record_input){
		.site = &p->view,
		.store = &p->store,
		.plan = &p->plan,
		.record = &s->record,
		.plan_path = T("p/p7.html"),
		.problem = T("发缝变宽"),
		.points = 200,
		.updated = { 2026, 11, 20 },
	};
	s->lock = (struct lock_input){ .site = &p->view, .store = &p->store };
	return s;
}

static inline void sealed_close(struct sealed *s)
{
	patient_close(s->patient);
	free(s);
}

/* Does a page say what every sealed page says of itself, and nothing in chats:
 * is its title short? *title is for what must not be in it. */
static inline bool sealed_is_private(const struct buf *page, struct text *title)
{
	*title = patient_between(buf_text(page), "<title>", "</title>");
	return patient_has(page, "noindex,nofollow,noarchive") &&
	       patient_has(page, "no-referrer") && title->len &&
	       text_chars(*title) <= 20;
}

#endif
