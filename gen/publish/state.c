#include "publish/state.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

#include "base/buf.h"
#include "base/bug.h"
#include "base/lang.h"

/*
 * Three tables without row ids: units by key, pictures by path, pictures by
 * content. Rows are packed blobs: numbers little-endian, texts and lists with
 * their length in front. A blob that does not unpack is as good as none.
 *
 * One writing connection is shared under a lock and keeps a transaction open;
 * readers have connections of their own (WAL), so they see the state as it was
 * at the last commit. That is enough: a worker looks up a unit before it is
 * built, and every unit is built once a run.
 *
 * A failed write is remembered and told when the state is closed: pages are
 * whole without their rows, and the next run makes them again.
 */

struct state {
	sqlite3 *db;
	const char *path;
	pthread_mutex_t lock;
	sqlite3_stmt *put_unit, *drop_unit, *put_picture, *put_made;
	size_t pending; /* changes since the last commit */
	bool failed;
	char *reason; /* why it failed, sqlite3_malloc'ed */
	struct buf packed;
};

struct state_reader {
	sqlite3 *db;
	sqlite3_stmt *find_unit, *find_picture, *find_made;
};

static const char schema[] =
	"PRAGMA journal_mode=WAL;"
	"PRAGMA synchronous=NORMAL;"
	"CREATE TABLE IF NOT EXISTS meta(key TEXT PRIMARY KEY, value) "
	"WITHOUT ROWID;"
	"CREATE TABLE IF NOT EXISTS unit(key BLOB PRIMARY KEY, row BLOB) "
	"WITHOUT ROWID;"
	"CREATE TABLE IF NOT EXISTS picture(path BLOB PRIMARY KEY, row BLOB) "
	"WITHOUT ROWID;"
	"CREATE TABLE IF NOT EXISTS made(content BLOB PRIMARY KEY, row BLOB) "
	"WITHOUT ROWID;";

/* -- packing ---------------------------------------------------------------- */

static void pack_number(struct buf *buf, uint64_t number, size_t bytes)
{
	for (size_t i = 0; i < bytes; i++)
		buf_add_char(buf, (char)(number >> (8 * i)));
}

static void pack_text(struct buf *buf, struct text t)
{
	pack_number(buf, t.len, 4);
	buf_add_text(buf, t);
}

static void pack_digest(struct buf *buf, struct digest digest)
{
	buf_add(buf, digest.byte, CRYPTO_DIGEST_BYTES);
}

static void pack_output(struct buf *buf, const struct output *output)
{
	pack_text(buf, output->path);
	pack_digest(buf, output->digest);
	pack_number(buf, output->size_bytes, 8);
	pack_number(buf, (uint64_t)output->mtime_ns, 8);
}

static void pack_date(struct buf *buf, struct date date)
{
	pack_number(buf, (uint16_t)date.year, 2);
	pack_number(buf, date.month, 1);
	pack_number(buf, date.day, 1);
}

static void pack_unit(struct buf *buf, const struct unit *unit)
{
	pack_digest(buf, unit->stamps);
	pack_digest(buf, unit->fingerprint);
	pack_digest(buf, unit->references);
	pack_text(buf, unit->id);
	pack_date(buf, unit->valid_from);
	pack_date(buf, unit->valid_until);
	pack_number(buf, unit->flags, 4);
	pack_number(buf, unit->ref_count, 4);
	for (size_t i = 0; i < unit->ref_count; i++)
		pack_text(buf, unit->refs[i]);
	pack_number(buf, unit->output_count, 4);
	for (size_t i = 0; i < unit->output_count; i++)
		pack_output(buf, &unit->outputs[i]);
}

static void pack_picture(struct buf *buf, const struct picture_row *row)
{
	pack_digest(buf, row->stamp);
	pack_digest(buf, row->content);
	pack_number(buf, (uint32_t)row->fault, 4);
	pack_number(buf, row->width_px, 4);
	pack_number(buf, row->height_px, 4);
	pack_number(buf, row->thumb_px, 4);
	pack_number(buf, row->average, 4);
	pack_number(buf, row->thumb_average, 4);
	pack_output(buf, &row->view);
	pack_output(buf, &row->thumb);
}

/* A blob that is being unpacked; `bad` once it ended too early. */
struct blob {
	struct arena *arena;
	struct text rest;
	bool bad;
};

static const char *unpack(struct blob *blob, size_t bytes)
{
	const char *at = blob->rest.at;

	if (blob->rest.len < bytes) {
		blob->bad = true;
		return NULL;
	}
	blob->rest = text_from(blob->rest, bytes);
	return at;
}

static uint64_t unpack_number(struct blob *blob, size_t bytes)
{
	const char *at = unpack(blob, bytes);
	uint64_t number = 0;

	for (size_t i = 0; at && i < bytes; i++)
		number |= (uint64_t)(unsigned char)at[i] << (8 * i);
	return number;
}

static struct text unpack_text(struct blob *blob)
{
	size_t len = (size_t)unpack_number(blob, 4);
	const char *at = unpack(blob, len);

	return at ? arena_text(blob->arena, (struct text){ at, len }) : T("");
}

static struct digest unpack_digest(struct blob *blob)
{
	const char *at = unpack(blob, CRYPTO_DIGEST_BYTES);
	struct digest digest = { { 0 } };

	if (at)
		memcpy(digest.byte, at, CRYPTO_DIGEST_BYTES);
	return digest;
}

static struct date unpack_date(struct blob *blob)
{
	struct date date;

	date.year = (int16_t)unpack_number(blob, 2);
	date.month = (uint8_t)unpack_number(blob, 1);
	date.day = (uint8_t)unpack_number(blob, 1);
	return date;
}

static struct output unpack_output(struct blob *blob)
{
	struct output output;

	output.path = unpack_text(blob);
	output.digest = unpack_digest(blob);
	output.size_bytes = unpack_number(blob, 8);
	output.mtime_ns = (int64_t)unpack_number(blob, 8);
	return output;
}

/* A count of things of which each takes at least one byte. */
static size_t unpack_count(struct blob *blob)
{
	size_t count = (size_t)unpack_number(blob, 4);

	if (count > blob->rest.len)
		blob->bad = true;
	return blob->bad ? 0 : count;
}

static bool unpack_unit(struct arena *arena, struct text packed,
			struct unit *unit)
{
	struct blob blob = { arena, packed, false };

	memset(unit, 0, sizeof(*unit));
	unit->stamps = unpack_digest(&blob);
	unit->fingerprint = unpack_digest(&blob);
	unit->references = unpack_digest(&blob);
	unit->id = unpack_text(&blob);
	unit->valid_from = unpack_date(&blob);
	unit->valid_until = unpack_date(&blob);
	unit->flags = (uint32_t)unpack_number(&blob, 4);
	unit->ref_count = unpack_count(&blob);
	unit->refs = ARENA_ARRAY(arena, unit->ref_count, struct text);
	for (size_t i = 0; i < unit->ref_count; i++)
		unit->refs[i] = unpack_text(&blob);
	unit->output_count = unpack_count(&blob);
	unit->outputs = ARENA_ARRAY(arena, unit->output_count, struct output);
	for (size_t i = 0; i < unit->output_count; i++)
		unit->outputs[i] = unpack_output(&blob);
	return !blob.bad;
}

static bool unpack_picture(struct arena *arena, struct text packed,
			   struct picture_row *row)
{
	struct blob blob = { arena, packed, false };

	row->stamp = unpack_digest(&blob);
	row->content = unpack_digest(&blob);
	row->fault = (int32_t)unpack_number(&blob, 4);
	row->width_px = (uint32_t)unpack_number(&blob, 4);
	row->height_px = (uint32_t)unpack_number(&blob, 4);
	row->thumb_px = (uint32_t)unpack_number(&blob, 4);
	row->average = (uint32_t)unpack_number(&blob, 4);
	row->thumb_average = (uint32_t)unpack_number(&blob, 4);
	row->view = unpack_output(&blob);
	row->thumb = unpack_output(&blob);
	return !blob.bad;
}

/* -- opening and closing ---------------------------------------------------- */

static void complain(struct diags *diags, const char *path, const char *reason)
{
	struct diag *diag = diag_add_path(
		diags, SEVERITY_ERROR, text_of(path), "state.failed",
		_("the record of what was built cannot be read or written"));

	diag_hint(diags, diag,
		  _("is there room on the disk, and may this user write "
		    "here?"));
	diag_detail(diags, diag, reason);
}

static bool run_sql(sqlite3 *db, const char *sql)
{
	return sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *statement = NULL;

	if (sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT,
			       &statement, NULL) != SQLITE_OK)
		return NULL;
	return statement;
}

static int64_t format_of(sqlite3 *db)
{
	sqlite3_stmt *s = prepare(db, "SELECT value FROM meta WHERE "
				      "key='format'");
	int64_t format = 0;

	if (s && sqlite3_step(s) == SQLITE_ROW)
		format = sqlite3_column_int64(s, 0);
	sqlite3_finalize(s);
	return format;
}

/* Opens the file and brings it to the format of this program. */
static bool open_db(struct state *state)
{
	char sql[96];

	if (sqlite3_open(state->path, &state->db) != SQLITE_OK)
		return false;
	sqlite3_busy_timeout(state->db, 10000);
	if (!run_sql(state->db, schema))
		return false;
	if (format_of(state->db) != STATE_FORMAT &&
	    !run_sql(state->db,
		     "DELETE FROM unit; DELETE FROM picture; DELETE FROM made"))
		return false;
	snprintf(sql, sizeof(sql),
		 "INSERT OR REPLACE INTO meta VALUES('format',%d)",
		 STATE_FORMAT);
	return run_sql(state->db, sql);
}

static bool open_statements(struct state *state)
{
	state->put_unit =
		prepare(state->db, "INSERT OR REPLACE INTO unit VALUES(?,?)");
	state->drop_unit = prepare(state->db, "DELETE FROM unit WHERE key=?");
	state->put_picture = prepare(
		state->db, "INSERT OR REPLACE INTO picture VALUES(?,?)");
	state->put_made =
		prepare(state->db, "INSERT OR REPLACE INTO made VALUES(?,?)");
	return state->put_unit && state->drop_unit && state->put_picture &&
	       state->put_made && run_sql(state->db, "BEGIN");
}

static void close_db(struct state *state)
{
	sqlite3_finalize(state->put_unit);
	sqlite3_finalize(state->drop_unit);
	sqlite3_finalize(state->put_picture);
	sqlite3_finalize(state->put_made);
	sqlite3_close(state->db);
	sqlite3_free(state->reason);
	buf_release(&state->packed);
	pthread_mutex_destroy(&state->lock);
}

/*
 * A file that is damaged is set aside and begun anew: what it held can be made
 * again from the content, and a clinic must not stand still for it.
 */
static bool set_aside(struct state *state, struct diags *diags)
{
	static const char *const endings[] = { "", "-wal", "-shm" };
	int code = sqlite3_errcode(state->db);
	struct diag *diag;

	if (code != SQLITE_NOTADB && code != SQLITE_CORRUPT)
		return false;
	diag = diag_add_path(diags, SEVERITY_WARNING, text_of(state->path),
			     "state.broken",
			     _("the record of what was built is damaged and "
			       "is begun anew"));
	diag_hint(diags, diag,
		  _("every page is made again in this run; the old record is "
		    "kept as *.broken"));
	diag_detail(diags, diag, sqlite3_errmsg(state->db));
	sqlite3_close(state->db);
	state->db = NULL;
	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		char *from = sqlite3_mprintf("%s%s", state->path, endings[i]);
		char *to = sqlite3_mprintf("%s.broken", state->path);

		if (i)
			unlink(from);
		else if (rename(from, to))
			unlink(from);
		sqlite3_free(from);
		sqlite3_free(to);
	}
	return open_db(state);
}

struct state *state_open(struct arena *run, const char *path,
			 struct diags *diags)
{
	struct state *state = ARENA_NEW(run, struct state);

	state->path = arena_string(run, path);
	pthread_mutex_init(&state->lock, NULL);
	if ((!open_db(state) && !set_aside(state, diags)) ||
	    !open_statements(state)) {
		complain(diags, path,
			 state->db ? sqlite3_errmsg(state->db)
				   : strerror(errno));
		close_db(state);
		return NULL;
	}
	return state;
}

bool state_close(struct state *state, struct diags *diags)
{
	bool good;

	if (!run_sql(state->db, "COMMIT") && !state->failed) {
		state->failed = true;
		state->reason =
			sqlite3_mprintf("%s", sqlite3_errmsg(state->db));
	}
	good = !state->failed;
	if (!good)
		complain(diags, state->path, state->reason);
	close_db(state);
	return good;
}

/* -- reading ---------------------------------------------------------------- */

struct state_reader *state_reader_open(struct arena *run, const char *path)
{
	struct state_reader *reader = ARENA_NEW(run, struct state_reader);

	if (sqlite3_open_v2(path, &reader->db,
			    SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX,
			    NULL) != SQLITE_OK)
		return reader;
	sqlite3_busy_timeout(reader->db, 10000);
	reader->find_unit =
		prepare(reader->db, "SELECT row FROM unit WHERE key=?");
	reader->find_picture =
		prepare(reader->db, "SELECT row FROM picture WHERE path=?");
	reader->find_made =
		prepare(reader->db, "SELECT row FROM made WHERE content=?");
	return reader;
}

void state_reader_close(struct state_reader *reader)
{
	if (!reader)
		return;
	sqlite3_finalize(reader->find_unit);
	sqlite3_finalize(reader->find_picture);
	sqlite3_finalize(reader->find_made);
	sqlite3_close(reader->db);
}

/* Without a transaction look-ups are right too, only slower. */
void state_reader_hold(struct state_reader *reader)
{
	(void)run_sql(reader->db, "BEGIN");
}

void state_reader_let_go(struct state_reader *reader)
{
	(void)run_sql(reader->db, "COMMIT");
}

/* Without a statement (the state could not be opened) nothing is found, and
 * everything is built. The row must be used before the statement's reset. */
static bool find(sqlite3_stmt *statement, struct text key, struct text *row)
{
	if (!statement)
		return false;
	sqlite3_bind_blob(statement, 1, key.at, (int)key.len, SQLITE_STATIC);
	if (sqlite3_step(statement) != SQLITE_ROW)
		return false;
	row->at = sqlite3_column_blob(statement, 0);
	row->len = (size_t)sqlite3_column_bytes(statement, 0);
	return true;
}

bool state_find_unit(struct state_reader *reader, struct arena *arena,
		     struct text key, struct unit *unit)
{
	struct text row;
	bool found = find(reader->find_unit, key, &row) &&
		     unpack_unit(arena, row, unit);

	sqlite3_reset(reader->find_unit);
	return found;
}

bool state_find_picture(struct state_reader *reader, struct arena *arena,
			struct text path, struct picture_row *row)
{
	struct text packed;
	bool found = find(reader->find_picture, path, &packed) &&
		     unpack_picture(arena, packed, row);

	sqlite3_reset(reader->find_picture);
	return found;
}

bool state_find_picture_made(struct state_reader *reader, struct arena *arena,
			     struct digest content, struct picture_row *row)
{
	struct text key = { (const char *)content.byte, CRYPTO_DIGEST_BYTES };
	struct text packed;
	bool found = find(reader->find_made, key, &packed) &&
		     unpack_picture(arena, packed, row);

	sqlite3_reset(reader->find_made);
	return found;
}

/* -- writing ---------------------------------------------------------------- */

/* Remembers the first failure. Under the lock. */
static void note_failure(struct state *state)
{
	if (!state->failed)
		state->reason =
			sqlite3_mprintf("%s", sqlite3_errmsg(state->db));
	state->failed = true;
}

/* Runs a statement with a key and, where it has two places, the packed row. */
static void put(struct state *state, sqlite3_stmt *statement, struct text key,
		struct text row)
{
	sqlite3_bind_blob(statement, 1, key.at, (int)key.len, SQLITE_STATIC);
	if (sqlite3_bind_parameter_count(statement) > 1)
		sqlite3_bind_blob(statement, 2, row.at, (int)row.len,
				  SQLITE_STATIC);
	if (sqlite3_step(statement) != SQLITE_DONE)
		note_failure(state);
	sqlite3_reset(statement);
	if (++state->pending < STATE_BATCH)
		return;
	state->pending = 0;
	if (!run_sql(state->db, "COMMIT; BEGIN"))
		note_failure(state);
}

void state_put_unit(struct state *state, struct text key,
		    const struct unit *unit)
{
	pthread_mutex_lock(&state->lock);
	buf_reset(&state->packed);
	pack_unit(&state->packed, unit);
	put(state, state->put_unit, key, buf_text(&state->packed));
	pthread_mutex_unlock(&state->lock);
}

void state_drop_unit(struct state *state, struct text key)
{
	pthread_mutex_lock(&state->lock);
	put(state, state->drop_unit, key, T(""));
	pthread_mutex_unlock(&state->lock);
}

void state_put_picture(struct state *state, struct text path,
		       const struct picture_row *row)
{
	struct text content = { (const char *)row->content.byte,
				CRYPTO_DIGEST_BYTES };

	pthread_mutex_lock(&state->lock);
	buf_reset(&state->packed);
	pack_picture(&state->packed, row);
	put(state, state->put_picture, path, buf_text(&state->packed));
	put(state, state->put_made, content, buf_text(&state->packed));
	pthread_mutex_unlock(&state->lock);
}

void state_each_unit(struct state *state, const char *prefix,
		     state_visit *visit, void *context)
{
	struct arena arena;
	sqlite3_stmt *s;

	arena_init(&arena, ARENA_SMALL);
	pthread_mutex_lock(&state->lock);
	s = prepare(state->db, "SELECT key,row FROM unit");
	while (s && sqlite3_step(s) == SQLITE_ROW) {
		struct text key = { sqlite3_column_blob(s, 0),
				    (size_t)sqlite3_column_bytes(s, 0) };
		struct text row = { sqlite3_column_blob(s, 1),
				    (size_t)sqlite3_column_bytes(s, 1) };
		struct unit unit;

		if (text_starts(key, prefix) && unpack_unit(&arena, row, &unit))
			visit(context, key, &unit);
		arena_reset(&arena);
	}
	sqlite3_finalize(s);
	pthread_mutex_unlock(&state->lock);
	arena_release(&arena);
}
