#ifndef TESTS_UNIT_PAGE_PATIENT_H
#define TESTS_UNIT_PAGE_PATIENT_H

/*
 * A patient with everything, for the tests of pages: six months with revisits,
 * treatments, medicines, photos, checks and bills, read from YAML as a plan of
 * content/ is. The theme is themes/default, so tests run at the repository's
 * root.
 *
 * Calling sequence: patient_open; change what the case is about; render;
 * patient_close.
 */

#include <fcntl.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/diag.h"
#include "content/yamldoc.h"
#include "page/theme.h"
#include "page/view.h"

static const char patient_plan[] =
	"编号: p-test-0001\n"
	"姓名: 王秀兰\n"
	"称呼: 王女士\n"
	"理疗师: long-xiuying\n"
	"开始: '2026-01-05'\n"
	"结束: '2026-06-30'\n"
	"同意:\n"
	"  计划页: '2026-01-05'\n"
	"  照片: '2026-01-05'\n"
	"  分享: '2026-01-05'\n"
	"病因:\n"
	"  小结: 睡得晚、压力大，头顶头发变细，发缝一年年变宽。\n"
	"  辨证: 肝肾不足，血虚风燥。先养血安神，再通络。\n"
	"  经过: |\n"
	"    - 2023年秋：洗头掉发变多，一次约 150 根\n"
	"    - **2024年春** 发缝变宽，换了三种洗发水没有改善\n"
	"    - 2025年8月：市二医院检查，铁蛋白偏低\n"
	"    - 2026年1月5日：初诊，定下六个月方案\n"
	"    - 2026年4月11日：掉发降到每天 60 根以内\n"
	"检查:\n"
	"- 名称: 头顶毛发密度\n"
	"  数值: '82'\n"
	"  单位: 根/cm²\n"
	"  参考: 120-180\n"
	"  日期: '2026-01-10'\n"
	"- 名称: 头顶毛发密度\n"
	"  数值: '91'\n"
	"  单位: 根/cm²\n"
	"  参考: 120-180\n"
	"  日期: '2026-02-07'\n"
	"- 名称: 头顶毛发密度\n"
	"  数值: '104'\n"
	"  单位: 根/cm²\n"
	"  参考: 120-180\n"
	"  日期: '2026-03-14'\n"
	"- 名称: 头顶毛发密度\n"
	"  数值: '118'\n"
	"  单位: 根/cm²\n"
	"  参考: 120-180\n"
	"  日期: '2026-04-11'\n"
	"- 名称: 血清铁蛋白\n"
	"  数值: '41'\n"
	"  单位: µg/L\n"
	"  参考: 15-150\n"
	"  日期: '2026-04-11'\n"
	"  附件: r.pdf\n"
	"- 名称: 血清铁蛋白\n"
	"  数值: '11'\n"
	"  单位: µg/L\n"
	"  参考: 15-150\n"
	"  日期: '2026-01-10'\n"
	"- 名称: 血清铁蛋白\n"
	"  数值: '24'\n"
	"  单位: µg/L\n"
	"  参考: 15-150\n"
	"  日期: '2026-03-14'\n"
	"- 名称: 促甲状腺激素\n"
	"  数值: '2.31'\n"
	"  单位: mIU/L\n"
	"  参考: 0.27-4.20\n"
	"  日期: '2026-01-10'\n"
	"- 名称: 螨虫\n"
	"  数值: 阴性\n"
	"  日期: '2026-01-10'\n"
	"疗程:\n"
	"- 项目: 苗药头皮导引\n"
	"  每: 周六\n"
	"  时间: '14:30'\n"
	"  时长: 60 分钟\n"
	"  从: '2026-01-10'\n"
	"  到: '2026-06-27'\n"
	"  地点: 门店\n"
	"  除:\n"
	"  - '2026-01-10'\n"
	"  - '2026-02-07'\n"
	"  - '2026-02-14'\n"
	"  - '2026-02-21'\n"
	"  - '2026-03-14'\n"
	"  - '2026-04-11'\n"
	"  - '2026-05-16'\n"
	"  - '2026-06-13'\n"
	"- 项目: 梅花针叩刺\n"
	"  每: 每两周周二\n"
	"  时间: '10:00'\n"
	"  时长: 30 分钟\n"
	"  地点: 门店\n"
	"  除: '2026-02-17'\n"
	"  说明: 叩到头皮微红即止。做完当晚不洗头\n"
	"- 项目: 侧柏叶洗方\n"
	"  每: 周一 周五\n"
	"  时间: '20:00'\n"
	"  时长: 15 分钟\n"
	"  地点: 居家\n"
	"  说明: 一包煮 20 分钟，晾温了再淋，**不用清水冲**\n"
	"- 项目: 木梳通络\n"
	"  每: 每天\n"
	"  时间: '21:00'\n"
	"  时长: 100 下\n"
	"  地点: 居家\n"
	"  说明: 从额头梳到后颈，力道以舒服为准\n"
	"用药:\n"
	"- 名称: 二至养发膏\n"
	"  用量: 10 克\n"
	"  频次: 每天2次\n"
	"  时机: 早晚饭后\n"
	"  说明: 饭后半小时温水化开。感冒发烧先停\n"
	"- 名称: 侧柏生姜酊\n"
	"  用量: 喷 6 下\n"
	"  频次: 每天2次\n"
	"  时机: 早起睡前\n"
	"  从: '2026-02-07'\n"
	"  说明: 分开头发喷在头皮上，轻按 3 分钟\n"
	"- 名称: 维生素 D3 软胶囊\n"
	"  用量: 1 粒\n"
	"  频次: 每周日1次\n"
	"  时机: 早饭后\n"
	"  从: '2026-04-12'\n"
	"  到: '2026-06-28'\n"
	"膳食:\n"
	"  宜:\n"
	"  - 黑芝麻\n"
	"  - 核桃\n"
	"  - 黑豆\n"
	"  - 桑葚\n"
	"  - 菠菜\n"
	"  - 木耳\n"
	"  - 鸡蛋\n"
	"  - 鱼\n"
	"  - 瘦肉\n"
	"  忌:\n"
	"  - 辣锅\n"
	"  - 油炸\n"
	"  - 酒\n"
	"  - 浓茶\n"
	"  - 甜饮料\n"
	"  - 奶油\n"
	"  - 午后的咖啡\n"
	"  食谱:\n"
	"  - 餐: 早餐\n"
	"    内容: 黑芝麻核桃粥一碗、水煮蛋一个、凉拌菠菜\n"
	"  - 餐: 午餐\n"
	"    日: 周一 周三 周五\n"
	"    内容: 清蒸鱼、木耳炒山药、杂粮饭\n"
	"  - 餐: 午餐\n"
	"    日: 周二 周四 周六 周日\n"
	"    内容: 瘦肉炒芹菜、米饭\n"
	"  - 餐: 晚餐\n"
	"    内容: 小米南瓜粥、一份深色青菜；七点前吃完\n"
	"注意事项:\n"
	"- 晚上 **11 点前**睡。睡不着也闭眼躺着，不看手机。\n"
	"- 洗头水温不超过 38℃，指腹按，不用指甲抓。\n"
	"- 头皮发红、刺痛超过一天：**停用酊剂**，打电话给龙老师。\n"
	"- 不烫不染，不扎紧马尾。\n"
	"- 在吃别的药，或要做手术、体检，请先告诉我们。\n"
	"复诊:\n"
	"- 日期: '2026-01-10'\n"
	"  时间: '14:30'\n"
	"  说明: 初次养护、拍照\n"
	"  已到: 是\n"
	"- 日期: '2026-03-14'\n"
	"  时间: '14:30'\n"
	"  说明: 毛囊镜、复查铁蛋白\n"
	"  已到: 是\n"
	"- 日期: '2026-02-07'\n"
	"  时间: '14:30'\n"
	"  说明: 节前调方\n"
	"  已到: 是\n"
	"- 日期: '2026-04-11'\n"
	"  时间: '14:30'\n"
	"  说明: 毛囊镜、复查\n"
	"  已到: 是\n"
	"- 日期: '2026-05-16'\n"
	"  时间: '14:30'\n"
	"  说明: 毛囊镜、拍照；当天别洗头\n"
	"  带: 剩下的膏方、木梳、最近的检查单\n"
	"- 日期: '2026-06-13'\n"
	"  时间: '14:30'\n"
	"  说明: 总结，定养护计划\n"
	"照片:\n"
	"  说明:\n"
	"    2026-04: 绒毛转黑变粗，发缝约 5 毫米\n"
	"    2026-03: 发缝两侧长出绒毛\n"
	"    2026-02: 掉发开始减少\n"
	"    2026-01: 初诊，发缝最宽处约 9 毫米\n"
	"  角度:\n"
	"  - top\n"
	"  - front\n"
	"费用:\n"
	"- 项目: 第一期\n"
	"  金额: '3600'\n"
	"  已付: '2026-01-05'\n"
	"- 项目: 毛囊镜检测\n"
	"  金额: '198'\n"
	"  已付: '2026-01-10'\n"
	"- 项目: 第二期\n"
	"  金额: '3600'\n"
	"  已付: '2026-03-14'\n"
	"- 项目: 第三期\n"
	"  金额: '3600'\n"
	"  截止: '2026-05-20'\n"
	"  链接: https://pay.example.cn/x?a=1&b=2\n"
	"分享:\n"
	"  称呼: 王姐\n"
	"  照片:\n"
	"  - 2026-01\n"
	"  - 2026-04\n"
	"  感言: "
	"现在发缝窄了，女儿先看出来的。贵在坚持，别指望一个月就变样。\n";

static const char patient_store[] =
	"名称: 贵阳花果园店\n"
	"地址: 南明区花果园大街 88 号二楼\n"
	"电话: 0851-8000 0000\n"
	"营业时间: 每天 9:00-20:00\n"
	"地图: 106.683, 26.563\n"
	"预约:\n"
	"  电话: 0851-8000 0001\n"
	"  说明: 来前一天不洗头\n"
	"体验券:\n"
	"  名称: 头皮检测加苗药养护，约 60 分钟\n"
	"  条款:\n"
	"  - 首次到店可用一次，不兑现金，不与其他优惠同享。\n"
	"  - 孕期、头皮破损、近两周染烫过，请先打电话问。\n"
	"  有效天数: '184'\n";

static const char patient_clinic[] = "名称: 苗岭青丝\n"
				     "口号: 一人一方，慢慢来\n"
				     "备案号: 黔ICP备2026000000号\n"
				     "隐私说明:\n"
				     "  处理者: 贵州苗岭青丝健康管理有限公司\n"
				     "  联系: 0851-8000 0009\n"
				     "  目的: 为您安排养护\n"
				     "  保存期: 方案结束后 180 天\n";

static const char patient_therapist[] =
	"姓名: 龙秀英\n"
	"职称: 主管理疗师\n"
	"从业年限: '16'\n"
	"专长:\n"
	"- 女性发缝变宽\n"
	"- 产后掉发\n"
	"- 头皮调理\n"
	"介绍: 黔东南雷山人，跟外婆认药长大，2010 年起在贵阳做头皮养护。\n"
	"电话: 138 0000 0000\n"
	"排班:\n"
	"  周一: 休\n"
	"  周二: 09:00-12:00 14:00-18:00\n"
	"  周三: 09:00-12:00 14:00-18:00\n"
	"  周四: 14:00-20:00\n"
	"  周五: 09:00-12:00 14:00-18:00\n"
	"  周六: 09:00-12:00 14:00-18:00\n"
	"  周日: 休\n"
	"休假:\n"
	"- 2026-06-19至2026-06-21\n";

struct patient {
	struct arena arena, scratch;
	struct diags diags;
	struct site site;
	struct clinic clinic;
	struct store store;
	struct therapist therapist;
	struct plan plan;
	struct view_site view;
	struct therapist_card card;
	struct picture portrait, wechat, qr, cover;
	struct article_card articles[3];
	const struct article_card *article_list[3];
	struct plan_photo photos[15];
	struct text attachments[5];
	struct plan_input input;
};

static inline void patient_read(struct patient *p, const struct table *table,
				void *object, const char *yaml)
{
	struct source *source = ARENA_NEW(&p->arena, struct source);
	struct node *map;

	source->path = text_of(table->name);
	source->text = text_of(yaml);
	map = yamldoc_read(&p->arena,
			   &(struct yaml_input){ .source = source,
						 .len = source->text.len },
			   &p->diags);
	memset(object, 0, table->size);
	if (!map ||
	    !fields_read(&p->arena, table, object, source, map, &p->diags))
		diags_print(&p->diags, stderr, (struct diag_style){ 0 });
}

static inline struct picture patient_picture(const char *path,
					     const char *thumb, uint32_t width,
					     uint32_t height)
{
	return (struct picture){ text_of(path), width, height, text_of(thumb),
				 thumb[0] ? 240 : 0 };
}

static inline void patient_photos(struct patient *p)
{
	static const char *const angles[] = { "正面", "头顶", "左侧", "后脑" };
	static const char *const names[] = { "front", "top", "left", "back" };
	size_t count = 0;

	for (int month = 1; month <= 4; month++)
		for (int angle = 0; angle < 4; angle++) {
			struct plan_photo *photo = &p->photos[count];

			if (month == 2 && angle == 2)
				continue; /* was not taken */
			photo->month = (struct month){ 2026, (uint8_t)month };
			photo->angle = text_of(angles[angle]);
			photo->picture.path =
				arena_format(&p->arena, "media/%s-%d.webp",
					     names[angle], month);
			photo->picture.thumb =
				arena_format(&p->arena, "media/%s-%d-t.webp",
					     names[angle], month);
			photo->picture.width_px = 480;
			photo->picture.height_px = 640;
			photo->picture.thumb_px = 240;
			count++;
		}
	p->input.photos = (struct plan_photos_list){ p->photos, count };
}

static inline void patient_articles(struct patient *p)
{
	static const char *const titles[] = {
		"梅花针叩刺疼不疼？做一次要多久",
		"内养外通：苗药养发的两条路",
		"黑芝麻核桃粥，怎么煮才不腻",
	};
	static const char *const slugs[] = { "needle", "two-ways", "porridge" };
	static const char *const categories[] = { "特色疗法", "原理", "膳食" };

	for (size_t i = 0; i < 3; i++) {
		p->articles[i] = (struct article_card){
			.slug = text_of(slugs[i]),
			.title = text_of(titles[i]),
			.category = text_of(categories[i]),
			.minutes = (int64_t)i + 2,
			.date = { 2026, 3, (uint8_t)(i + 1) },
			.cover = &p->cover,
		};
		p->article_list[i] = &p->articles[i];
	}
	p->input.articles = (struct article_cards){ p->article_list, 3 };
}

/* Reads everything; `plan` may be another than patient_plan. */
static inline struct patient *patient_open(const char *language,
					   const char *plan)
{
	struct patient *p = calloc(1, sizeof(*p));
	int folder = open("themes/default", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (!p)
		abort();
	arena_init(&p->arena, ARENA_USUAL);
	arena_init(&p->scratch, ARENA_USUAL);
	diags_init(&p->diags);
	patient_read(p, &clinic_table, &p->clinic, patient_clinic);
	patient_read(p, &store_table, &p->store, patient_store);
	patient_read(p, &therapist_table, &p->therapist, patient_therapist);
	patient_read(p, &plan_table, &p->plan, plan);
	if (!plan_check(&p->plan, &p->diags))
		diags_print(&p->diags, stderr, (struct diag_style){ 0 });
	p->store.key = T("huaguoyuan");
	p->site.language = text_of(language);
	p->site.timezone = T("Asia/Shanghai");
	p->view = (struct view_site){
		.theme = theme_load(&p->arena, folder, T("themes/default"),
				    p->site.language, &p->diags),
		.site = &p->site,
		.clinic = &p->clinic,
	};
	close(folder);
	if (!p->view.theme)
		diags_print(&p->diags, stderr, (struct diag_style){ 0 });
	p->portrait = patient_picture("media/therapist-1.webp", "", 240, 240);
	p->wechat = patient_picture("media/qr-wechat.webp", "", 296, 296);
	p->qr = patient_picture("media/qr-refer.webp", "", 296, 296);
	p->cover = patient_picture("media/cover-3.webp", "", 480, 360);
	p->card = (struct therapist_card){ &p->therapist, &p->portrait,
					   &p->wechat };
	p->attachments[4] = T("media/report.pdf");
	p->input = (struct plan_input){
		.site = &p->view,
		.plan = &p->plan,
		.store = &p->store,
		.therapist = &p->card,
		.attachments = { p->attachments, 5 },
		.token = T("abcdefghijklmnopqrstuvwxyz"),
		.code = T("7K3MQ9XDT"),
		.qr = &p->qr,
		.has_share = true,
		.updated = { 2026, 5, 12 },
	};
	patient_photos(p);
	patient_articles(p);
	return p;
}

static inline void patient_close(struct patient *p)
{
	arena_release(&p->arena);
	arena_release(&p->scratch);
	diags_release(&p->diags);
	free(p);
}

#endif
