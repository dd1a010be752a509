#include "media/reader.h"

#include <stdio.h>

#include "media/heiffile.h"
#include "media/jpegfile.h"
#include "media/pngfile.h"
#include "media/webpfile.h"

static const struct reader_kind *const kinds[] = {
	&jpegfile_kind,
	&pngfile_kind,
	&webpfile_kind,
	&heiffile_kind,
};

const struct reader_kind *reader_kind_of(struct text bytes)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (kinds[i]->knows(bytes))
			return kinds[i];
	return NULL;
}

bool reader_fail(struct reader *reader, enum photo_fault fault,
		 const char *words)
{
	if (reader->fault != PHOTO_OK)
		return false;
	reader->fault = fault;
	if (words)
		snprintf(reader->words, sizeof(reader->words), "%s", words);
	return false;
}

static bool check_size(struct reader *reader)
{
	uint64_t pixels = (uint64_t)reader->width_px * reader->height_px;
	uint64_t most = reader->is_held_whole ? PHOTO_MOST_PIXELS_WHOLE
					      : PHOTO_MOST_PIXELS;

	if (!pixels)
		return reader_fail(reader, PHOTO_BROKEN, NULL);
	if (reader->width_px > PHOTO_MOST_SIDE_PX ||
	    reader->height_px > PHOTO_MOST_SIDE_PX || pixels > most)
		return reader_fail(reader, PHOTO_TOO_LARGE_PIXELS, NULL);
	return true;
}

bool reader_open(struct arena *arena, struct text bytes, struct reader *reader)
{
	*reader = (struct reader){
		.kind = reader_kind_of(bytes),
		.arena = arena,
		.bytes = bytes,
		.orientation = 1,
	};
	if (!reader->kind)
		return reader_fail(reader, PHOTO_UNKNOWN_FORMAT, NULL);
	if (reader->kind->open(reader) && check_size(reader))
		return true;
	reader->kind->close(reader);
	return false;
}

uint32_t reader_big(struct text t, size_t offset, size_t size)
{
	uint32_t value = 0;

	if (offset > t.len || size > t.len - offset)
		return 0;
	for (size_t i = 0; i < size; i++)
		value = value << 8 | (uint8_t)t.at[offset + i];
	return value;
}

uint32_t reader_little(struct text t, size_t offset, size_t size)
{
	uint32_t value = 0;

	if (offset > t.len || size > t.len - offset)
		return 0;
	for (size_t i = size; i-- > 0;)
		value = value << 8 | (uint8_t)t.at[offset + i];
	return value;
}
