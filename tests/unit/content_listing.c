/*
 * Listing folders: what is ignored, what is reported, that the order is the
 * bytes' order; and the rules for names, without a disk.
 */

#include "content/listing.h"

#include "content/filename.h"

#include <fcntl.h>
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char folder_name[] = "/tmp/careplan-listing-XXXXXX";
static int folder;
static struct arena arena;

/* Makes a folder with files; a name that ends with / is a folder itself. */
static void fill(const char *path, const char *const *names)
{
	mkdirat(folder, path, 0755);
	for (; *names; names++) {
		char whole[512];
		size_t len = strlen(*names);
		int fd;

		snprintf(whole, sizeof whole, "%s/%s", path, *names);
		if ((*names)[len - 1] == '/') {
			assert_int_equal(mkdirat(folder, whole, 0755), 0);
			continue;
		}
		fd = openat(folder, whole, O_WRONLY | O_CREAT | O_EXCL, 0644);
		assert_true(fd >= 0);
		close(fd);
	}
}

static int set_up(void **state)
{
	(void)state;
	arena_init(&arena, ARENA_USUAL);
	if (!mkdtemp(folder_name))
		return -1;
	folder = open(folder_name, O_RDONLY | O_DIRECTORY);
	return folder < 0;
}

static int remove_one(const char *path, const struct stat *st, int kind,
		      struct FTW *ftw)
{
	(void)st, (void)kind, (void)ftw;
	return remove(path);
}

static int tear_down(void **state)
{
	(void)state;
	close(folder);
	arena_release(&arena);
	return nftw(folder_name, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static void test_ignored_names(void **state)
{
	static const char *const ignored[] = {
		".DS_Store",
		".plan.yaml.tmp",
		".~lock.plan.yaml#",
		".syncthing.plan.yaml.tmp",
		"~syncthing~plan.yaml.tmp",
		"~$plan.docx",
		"plan.yaml~",
		"plan.tmp",
		"PLAN.TMP",
		"a.bak",
		"plan.yaml.swp",
		"photo.jpg.part",
		"photo.crdownload",
		"Thumbs.db",
		"thumbs.db",
		"desktop.ini",
		"Desktop.ini",
		"Icon\r",
		"@eaDir",
		"__MACOSX",
		"$RECYCLE.BIN",
		"#recycle",
		"lost+found",
		"请看这里.txt",
		".",
		"..",
	};
	static const char *const kept[] = {
		"plan.yaml",	     "王秀兰", "a~b",	      "tmp",
		"bak.yaml",	     "Icon",   "请看这里.md", "part",
		"thumbs.db.jpg",     "x.tmpl", "~plan",	      "$plan",
		"partner.part.yaml",
	};

	(void)state;
	for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++)
		if (!filename_is_ignored(text_of(ignored[i])))
			fail_msg("not ignored: %s", ignored[i]);
	for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
		if (filename_is_ignored(text_of(kept[i])))
			fail_msg("ignored: %s", kept[i]);
}

static void test_copies(void **state)
{
	static const struct {
		const char *name, *original;
		bool is_folder;
	} cases[] = {
		{ "plan.sync-conflict-20260302-101010-ABCDEFG.yaml",
		  "plan.yaml", false },
		{ "README.sync-conflict-20260302-101010-ABCDEFG", "README",
		  false },
		{ "plan (Li's conflicted copy 2026-03-02).yaml", "plan.yaml",
		  false },
		{ "plan (v2) (conflicted copy).yaml", "plan (v2).yaml", false },
		{ "plan conflicted copy.yaml", "", false },
		{ "plan（李丽的冲突副本 2026-03-02）.yaml", "plan.yaml",
		  false },
		{ "plan-冲突-李丽.yaml", "", false },
		{ "plan - 副本.yaml", "plan.yaml", false },
		{ "plan - 副本 (2).yaml", "plan.yaml", false },
		{ "plan - Copy.yaml", "plan.yaml", false },
		{ "plan 副本.yaml", "plan.yaml", false },
		{ "王秀兰 - 副本", "王秀兰", true },
		{ "王.秀兰 - 副本", "王.秀兰", true },
		{ "plan(1).yaml", "plan.yaml", false },
		{ "plan (12).yaml", "plan.yaml", false },
		{ "plan（１）.yaml", "plan.yaml", false },
		{ "plan（3).yaml", "plan.yaml", false },
		{ "正面(2).jpg", "正面.jpg", false },
	};
	static const struct {
		const char *name;
		bool is_folder;
	} others[] = {
		{ "plan.yaml", false },	     { "李明(1)", true },
		{ "报告(2026).pdf", false }, { "plan(a).yaml", false },
		{ "plan().yaml", false },    { "plan(1)x.yaml", false },
		{ "(1).jpg", false },	     { "plan1.yaml", false },
		{ "plan 1).yaml", false },   { "copy.yaml", false },
		{ "副本.yaml", false },	     { "plan(1)", false },
		{ "sync-conflict", true },   { "2026-03", true },
	};
	struct text original;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		if (!filename_is_copy(&arena, text_of(cases[i].name),
				      cases[i].is_folder, &original))
			fail_msg("no copy: %s", cases[i].name);
		if (!text_is(original, cases[i].original))
			fail_msg("%s: %.*s", cases[i].name, TEXT_ARG(original));
	}
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (filename_is_copy(&arena, text_of(others[i].name),
				     others[i].is_folder, &original))
			fail_msg("taken as a copy: %s", others[i].name);
}

static void test_order_and_kinds(void **state)
{
	static const char *const names[] = { "b.yaml", "张三/", "a.yaml",
					     "B.yaml", "a/",	".git/",
					     "x.tmp",  "aa",	NULL };
	static const char *const expected[] = { "B.yaml", "a",	    "a.yaml",
						"aa",	  "b.yaml", "张三" };
	struct listing listing;
	struct diags diags;

	(void)state;
	fill("order", names);
	diags_init(&diags);
	assert_true(listing_read(&arena, folder, "order", T("content/order"), 0,
				 &listing, &diags));
	assert_int_equal(diags.errors + diags.warnings, 0);
	assert_int_equal(listing.count, 6);
	for (size_t i = 0; i < 6; i++) {
		const struct entry *entry = &listing.entries[i];

		assert_string_equal(entry->name.at, expected[i]);
		assert_int_equal(entry->kind,
				 i == 1 || i == 5 ? ENTRY_FOLDER : ENTRY_FILE);
		assert_int_equal(entry->stamp.inode, 0);
		assert_ptr_equal(listing_find(&listing, entry->name), entry);
	}
	assert_null(listing_find(&listing, T("")));
	assert_null(listing_find(&listing, T("a.yam")));
	assert_null(listing_find(&listing, T("zz")));
	diags_release(&diags);
}

static const struct diag *diag_of(const struct diags *diags, const char *path)
{
	for (const struct diag *diag = diags->first; diag; diag = diag->next)
		if (text_is(diag->path, path))
			return diag;
	fail_msg("nothing is said about %s", path);
	return NULL;
}

static void test_reported(void **state)
{
	static const char *const names[] = {
		"plan.yaml", "plan(1).yaml", "record(1).yaml",
		"冲突.yaml", "new\nline",    "\xCD\xF5.yaml",
		NULL
	};
	static const struct {
		const char *path, *code, *part;
	} expected[] = {
		{ "content/p/plan(1).yaml", "file.conflict",
		  "keep what is right in \"plan.yaml\"" },
		{ "content/p/record(1).yaml", "file.conflict",
		  "there is no \"record.yaml\"" },
		{ "content/p/冲突.yaml", "file.conflict", "the original" },
		{ "content/p/new?line", "file.name", "rename" },
		{ "content/p/??.yaml", "file.name", "rename" },
		{ "content/p/link", "file.link", "delete the link" },
		{ "content/p/door", "file.link", "delete the link" },
		{ "content/p/pipe", "file.kind", "delete it" },
	};
	struct listing listing;
	struct diags diags;

	(void)state;
	fill("p", names);
	symlinkat("plan.yaml", folder, "p/link");
	symlinkat(".", folder, "p/door");
	mkfifoat(folder, "p/pipe", 0644);
	diags_init(&diags);
	assert_true(listing_read(&arena, folder, "p", T("content/p"),
				 LISTING_WITH_STAMPS, &listing, &diags));
	assert_int_equal(diags.errors, sizeof expected / sizeof *expected);
	for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
		const struct diag *diag = diag_of(&diags, expected[i].path);

		assert_string_equal(diag->code, expected[i].code);
		assert_true(text_find(diag->hint, expected[i].part) !=
			    SIZE_MAX);
	}
	assert_int_equal(listing.count, 1);
	assert_true(text_is(listing.entries[0].name, "plan.yaml"));
	diags_release(&diags);
}

static void test_stamps(void **state)
{
	static const char *const names[] = { "plan.yaml", "photos/", NULL };
	struct file_stamp stamp;
	struct listing listing;
	struct diags diags;

	(void)state;
	fill("stamps", names);
	diags_init(&diags);
	assert_true(listing_read(&arena, folder, "stamps", T("s"),
				 LISTING_WITH_STAMPS, &listing, &diags));
	assert_int_equal(listing.count, 2);
	assert_int_equal(file_stamp(folder, "stamps/plan.yaml", &stamp),
			 FILE_OK);
	assert_memory_equal(&listing.entries[1].stamp, &stamp, sizeof stamp);
	assert_int_equal(listing.entries[0].stamp.inode, 0);
	diags_release(&diags);
}

static void test_folders_that_cannot_be_listed(void **state)
{
	static const char *const names[] = { "file", "empty/", NULL };
	static const struct {
		const char *path;
		unsigned flags;
		const char *code; /* NULL: an empty listing */
	} cases[] = {
		{ "f/empty", 0, NULL },
		{ "f/none", LISTING_MAY_MISS, NULL },
		{ "f/none", 0, "file.missing" },
		{ "f/file", LISTING_MAY_MISS, "file.kind" },
		{ "f/door", LISTING_MAY_MISS, "file.link" },
		{ "f/../f", LISTING_MAY_MISS, "file.link" },
	};
	struct listing listing;
	struct diags diags;

	(void)state;
	fill("f", names);
	symlinkat("empty", folder, "f/door");
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *code = cases[i].code;

		diags_init(&diags);
		assert_int_equal(listing_read(&arena, folder, cases[i].path,
					      T("content/f"), cases[i].flags,
					      &listing, &diags),
				 !code);
		assert_int_equal(listing.count, 0);
		assert_int_equal(diags.errors, !!code);
		if (code)
			assert_string_equal(diags.first->code, code);
		diags_release(&diags);
	}
}

/* More names than one block of the kernel's answer holds. */
static void test_many(void **state)
{
	struct listing listing;
	struct diags diags;
	int fd;

	(void)state;
	mkdirat(folder, "many", 0755);
	for (int i = 0; i < 3000; i++) {
		char name[64];

		snprintf(name, sizeof name, "many/patient-%05d.yaml",
			 (i * 7919) % 3000);
		fd = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL, 0644);
		assert_true(fd >= 0);
		close(fd);
	}
	diags_init(&diags);
	assert_true(listing_read(&arena, folder, "many", T("many"), 0, &listing,
				 &diags));
	assert_int_equal(listing.count, 3000);
	for (size_t i = 0; i < 3000; i++) {
		char name[64];

		snprintf(name, sizeof name, "patient-%05zu.yaml", i);
		assert_string_equal(listing.entries[i].name.at, name);
	}
	diags_release(&diags);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ignored_names),
		cmocka_unit_test(test_copies),
		cmocka_unit_test(test_order_and_kinds),
		cmocka_unit_test(test_reported),
		cmocka_unit_test(test_stamps),
		cmocka_unit_test(test_folders_that_cannot_be_listed),
		cmocka_unit_test(test_many),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
