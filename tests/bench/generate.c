/*
 * generate DIR PATIENTS PHOTO-PERCENT [PHOTO…]: content for the benchmark.
 *
 * Shops of 250 patients with 8 therapists each, 30 articles, and for each
 * patient a plan.yaml of 2 to 3 KB and a record.yaml. The given share of the
 * patients gets two months of three photos, hard links into the given pool.
 * The same arguments give the same bytes.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SHOP_PATIENTS = 250, THERAPISTS = 8, ARTICLES = 30, PATH = 4096 };

static const char *const surnames[] = { "王", "李", "张", "刘", "陈", "杨",
					"赵", "黄", "周", "吴", "徐", "孙" };
static const char *const given[] = { "秀兰", "桂英", "建国", "志强", "敏",
				     "丽华", "春梅", "海燕", "文娟", "晓东" };

static void die(const char *what)
{
	fprintf(stderr, "generate: %s: %s\n", what, strerror(errno));
	exit(1);
}

static void make_folder(const char *format, ...)
{
	char path[PATH];
	va_list ap;

	va_start(ap, format);
	vsnprintf(path, sizeof(path), format, ap);
	va_end(ap);
	if (mkdir(path, 0755) && errno != EEXIST)
		die(path);
}

static FILE *open_file(const char *format, ...)
{
	char path[PATH];
	va_list ap;
	FILE *f;

	va_start(ap, format);
	vsnprintf(path, sizeof(path), format, ap);
	va_end(ap);
	f = fopen(path, "w");
	if (!f)
		die(path);
	return f;
}

static void close_file(FILE *f)
{
	if (fclose(f))
		die("close");
}

static void write_site(const char *dir)
{
	FILE *f = open_file("%s/careplan.yaml", dir);

	fputs("base_url: https://plan.example.cn/\ntimezone: Asia/Shanghai\n",
	      f);
	close_file(f);
	f = open_file("%s/content/clinic.yaml", dir);
	fputs("名称: 基准青丝\n口号: 一人一方\n备案号: 黔ICP备2026000000号\n"
	      "声明: 养护效果因人而异，不能代替医生诊断。\n"
	      "隐私说明:\n  处理者: 基准公司\n  联系: 0851-80000000\n"
	      "  目的: 提供养护方案\n  保存期: 结束后半年\n"
	      "栏目: [原理, 案例, 膳食]\n",
	      f);
	close_file(f);
}

static void write_articles(const char *dir)
{
	for (int i = 0; i < ARTICLES; i++) {
		FILE *f = open_file("%s/content/articles/article-%02d.md", dir,
				    i);

		fprintf(f,
			"---\n标题: 第%d篇 头皮养护须知\n栏目: %s\n"
			"摘要: 洗护、作息与饮食的几点说明\n日期: 2026-0%d-1%d\n"
			"---\n\n## 为什么\n\n头皮是皮肤的一部分。\n\n",
			i + 1, i % 3 ? "原理" : "膳食", i % 9 + 1, i % 9);
		for (int n = 0; n < 8; n++)
			fputs("洗头水温不超过三十八度，指腹轻按，不用指甲抓。"
			      "晚上十一点前睡，少吃辛辣油腻。\n\n",
			      f);
		close_file(f);
	}
}

static void write_shop(const char *dir, int shop)
{
	FILE *f;

	make_folder("%s/content/stores/shop-%03d", dir, shop);
	make_folder("%s/content/stores/shop-%03d/therapists", dir, shop);
	make_folder("%s/content/stores/shop-%03d/patients", dir, shop);
	f = open_file("%s/content/stores/shop-%03d/store.yaml", dir, shop);
	fprintf(f,
		"名称: 第%d店\n地址: 基准路%d号\n电话: 0851-80%06d\n"
		"营业时间: 每天 9:00-20:00\n体验券:\n  名称: 头皮检测一次\n"
		"  条款:\n    - 到店出示\n    - 首次可用\n  有效天数: 90\n",
		shop, shop, shop);
	close_file(f);
	for (int i = 0; i < THERAPISTS; i++) {
		f = open_file("%s/content/stores/shop-%03d/therapists/t%d.yaml",
			      dir, shop, i);
		fprintf(f,
			"姓名: 龙%s\n职称: 理疗师\n从业年限: %d\n"
			"专长: [发缝变宽, 头皮调理]\n介绍: 在贵阳做头皮养护。\n"
			"电话: 0851-81%06d\n排班:\n  周二: 09:00-12:00 "
			"14:00-18:00\n  周六: 09:00-18:00\n",
			given[i], i + 3, shop * 10 + i);
		close_file(f);
	}
}

static void write_treatments(FILE *f, int i)
{
	fprintf(f,
		"疗程:\n"
		"  - 项目: 苗药头皮导引\n    每: 每周六\n    时间: 14:%02d\n"
		"    时长: 60分钟\n    除: [2026-02-14, 2026-02-21]\n"
		"    地点: 门店\n"
		"  - 项目: 梅花针叩刺\n    每: 每两周周二\n    时间: 10:00\n"
		"    时长: 30分钟\n    地点: 门店\n"
		"    说明: 叩到头皮微红即止，当晚**不洗头**\n"
		"  - 项目: 侧柏叶洗方\n    每: 周一 周五\n    时间: 20:00\n"
		"    时长: 15分钟\n    地点: 居家\n"
		"  - 项目: 木梳通络\n    每: 每天\n    时间: 21:00\n"
		"    地点: 居家\n    说明: 从额头梳到后颈，100 下\n",
		i % 60);
}

static void write_rest(FILE *f, int i)
{
	fputs("用药:\n"
	      "  - 名称: 二至养发膏\n    用量: 10克\n    频次: 每天2次\n"
	      "    时机: 早晚饭后\n    说明: 温水化开\n"
	      "  - 名称: 维生素D3\n    用量: 1粒\n    频次: 每周日 1次\n"
	      "    时机: 早饭后\n    从: 2026-04-12\n"
	      "膳食:\n  宜: [黑芝麻, 核桃, 黑豆, 菠菜]\n"
	      "  忌: [辣锅, 油炸, 酒]\n  食谱:\n"
	      "    - 餐: 早餐\n      内容: 黑芝麻核桃粥、水煮蛋一个\n"
	      "    - 餐: 午餐\n      内容: 清蒸鱼、木耳炒山药\n"
	      "      日: 周一 周三 周五\n"
	      "注意事项:\n  - 晚上 11 点前睡\n  - 洗头水温不超过 38℃\n"
	      "  - 疗程里不烫不染\n复诊:\n",
	      f);
	for (int n = 0; n < 6; n++)
		fprintf(f,
			"  - 日期: 2026-%02d-1%d\n    时间: 14:30\n"
			"    带: 剩下的膏方、木梳\n    说明: 第%d次检查\n",
			n + 1, n % 5, n + 1);
	fprintf(f,
		"检查:\n"
		"  - 名称: 毛发密度\n    数值: 82\n    单位: 根/cm²\n"
		"    参考: 120-180\n    日期: 2026-01-10\n"
		"  - 名称: 毛发密度\n    数值: %d\n    单位: 根/cm²\n"
		"    参考: 120-180\n    日期: 2026-03-14\n"
		"文章: [article-%02d, article-%02d, article-%02d]\n"
		"费用:\n  - 项目: 第一期\n    金额: 3600\n    已付: "
		"2026-01-05\n"
		"  - 项目: 第二期\n    金额: 3600\n    截止: 2026-05-20\n",
		90 + i % 40, i % ARTICLES, (i + 7) % ARTICLES,
		(i + 13) % ARTICLES);
}

static void write_patient(const char *dir, int i)
{
	int shop = i / SHOP_PATIENTS;
	const char *surname = surnames[i % 12];
	char folder[PATH];
	FILE *f;

	snprintf(folder, sizeof(folder),
		 "%s/content/stores/shop-%03d/patients/%s%s-%06d", dir, shop,
		 surname, given[i % 10], i);
	make_folder("%s", folder);
	f = open_file("%s/plan.yaml", folder);
	fprintf(f,
		"编号: p-%013d\n姓名: %s%s\n称呼: %s女士\n理疗师: t%d\n"
		"开始: 2026-01-05\n结束: 2026-06-30\n失效: 2027-12-31\n"
		"同意:\n  计划页: 2026-01-05\n  照片: 2026-01-05\n%s"
		"病因:\n  小结: 睡得晚、压力大，头顶头发变细。\n"
		"  经过: |\n    - 2023年秋 掉发变多\n    - 2026年1月 初诊\n"
		"  辨证: 肝肾不足\n",
		i, surname, given[i % 10], surname, i % THERAPISTS,
		i % 3 ? "" : "  分享: 2026-01-05\n");
	write_treatments(f, i);
	write_rest(f, i);
	if (!(i % 3))
		fputs("分享:\n  感言: 贵在坚持。\n", f);
	close_file(f);
	f = open_file("%s/record.yaml", folder);
	fprintf(f,
		"生日: 1975-0%d-16\n电话: 138 0000 %04d\n住址: 基准路\n"
		"睡眠: 一点睡\n标签: [复购]\n到店:\n"
		"  - 日期: 2026-01-05\n    项目: 初诊\n"
		"  - 日期: 2026-02-05\n    项目: 复诊\n    说明: 掉发减少\n",
		i % 9 + 1, i % 10000);
	close_file(f);
}

static void link_photos(const char *dir, int i, char **pool, int count)
{
	static const char *const angles[] = { "front", "top", "back" };
	char folder[PATH], path[PATH + 16];

	snprintf(folder, sizeof(folder),
		 "%s/content/stores/shop-%03d/patients/%s%s-%06d/photos", dir,
		 i / SHOP_PATIENTS, surnames[i % 12], given[i % 10], i);
	make_folder("%s", folder);
	for (int month = 1; month <= 2; month++) {
		make_folder("%s/2026-0%d", folder, month);
		for (int n = 0; n < 3; n++) {
			snprintf(path, sizeof(path), "%s/2026-0%d/%s.jpg",
				 folder, month, angles[n]);
			if (link(pool[(i + n + month) % count], path) &&
			    errno != EEXIST)
				die(path);
		}
	}
}

int main(int argc, char **argv)
{
	long patients, percent;

	if (argc < 4) {
		fputs("generate DIR PATIENTS PHOTO-PERCENT [PHOTO…]\n", stderr);
		return 2;
	}
	patients = strtol(argv[2], NULL, 10);
	percent = strtol(argv[3], NULL, 10);
	make_folder("%s", argv[1]);
	make_folder("%s/content", argv[1]);
	make_folder("%s/content/articles", argv[1]);
	make_folder("%s/content/stores", argv[1]);
	write_site(argv[1]);
	write_articles(argv[1]);
	for (int i = 0; i < patients; i++) {
		if (i % SHOP_PATIENTS == 0)
			write_shop(argv[1], i / SHOP_PATIENTS);
		write_patient(argv[1], i);
		if (argc > 4 && i % 100 < percent)
			link_photos(argv[1], i, argv + 4, argc - 4);
	}
	return 0;
}
