#ifndef TESTS_UNIT_PAGE_PATIENT_H
#define TESTS_UNIT_PAGE_PATIENT_H

/*
 * A patient with everything, for the tests of pages: six months with revisits,
 * treatments, medicines, photos, checks and bills, read from YAML as a plan of
 * content/ is. The theme is themes/default, so tests run at the repository's
 * root.
 *
 * Calling sequence: patient_open; change what the case is about; render;
 * patient_close. patient_has and friends look at what was rendered.
 */

#include <fcntl.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/file.h"
#include "content/yamldoc.h"
#include "page/theme.h"
#include "page/view.h"

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

static const char *const patient_plan = NULL;

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
	return (struct picture){
		.path = text_of(path),
		.width_px = width,
		.height_px = height,
		.thumb = text_of(thumb),
		.thumb_px = thumb[0] ? 240 : 0,
		.average = 0xb8ab9f,
		.thumb_average = 0x57493f,
	};
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

static inline const char *patient_file(struct patient *p, const char *path)
{
	int folder = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct text yaml = { "", 0 };

	if (file_read(&p->arena, folder, path, YAML_FILE_BYTES, &yaml, NULL) !=
	    FILE_OK)
		fprintf(stderr, "%s: cannot be read\n", path);
	close(folder);
	return yaml.at;
}

/* Reads everything; `plan` is YAML, patient_plan means page_patient.yaml. */
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
	if (!plan)
		plan = patient_file(p, "tests/unit/page_patient.yaml");
	patient_read(p, &plan_table, &p->plan, plan);
	if (!plan_check(&p->plan, &p->diags))
		diags_print(&p->diags, stderr, (struct diag_style){ 0 });
	p->store.key = T("huaguoyuan");
	p->site.language = text_of(language);
	p->site.timezone = T("Asia/Shanghai");
	p->view = (struct view_site){
		.theme = theme_load(
			&p->arena,
			&(struct theme_layer){ folder, T("themes/default") }, 1,
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

/* -- looking at pages ----------------------------------------------------- */

static inline size_t patient_count(struct text page, const char *needle)
{
	size_t count = 0, at;

	while ((at = text_find(page, needle)) != SIZE_MAX) {
		count++;
		page = text_from(page, at + 1);
	}
	return count;
}

static inline bool patient_has(const struct buf *page, const char *needle)
{
	return text_find(buf_text(page), needle) != SIZE_MAX;
}

/* What stands between two texts, the first time; empty where it does not. */
static inline struct text patient_between(struct text page, const char *before,
					  const char *after)
{
	size_t at = text_find(page, before);

	if (at == SIZE_MAX)
		return (struct text){ 0 };
	page = text_from(page, at + strlen(before));
	at = text_find(page, after);
	return at == SIZE_MAX ? (struct text){ 0 } : text_part(page, 0, at);
}

/* The plan YAML up to and including the consent: a plan with nothing in it. */
static const char patient_bare_plan[] = "编号: p-test-0002\n"
					"姓名: 王秀兰\n"
					"称呼: 王女士\n"
					"理疗师: long-xiuying\n"
					"开始: 2026-01-05\n"
					"结束: 2026-06-30\n";

static inline void patient_close(struct patient *p)
{
	arena_release(&p->arena);
	arena_release(&p->scratch);
	diags_release(&p->diags);
	free(p);
}

#endif
