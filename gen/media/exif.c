/*
 * EXIF is a small TIFF file (Exif 2.32, 4.5; TIFF 6.0, section 2): two letters
 * for the byte order, 42, the offset of the first directory; a directory is a
 * count and entries of 12 bytes: tag, type, count, value. Reading outside the
 * data gives 0, which is no valid tag, type or orientation.
 */

#include "media/exif.h"

#include "media/reader.h"

enum {
	HEAD_BYTES = 6,
	ENTRY_BYTES = 12,
	TAG_ORIENTATION = 0x0112,
	TYPE_SHORT = 3,
	TIFF_MAGIC = 42,
};

unsigned exif_orientation(struct text exif)
{
	uint32_t (*number)(struct text, size_t, size_t);
	size_t at;
	uint32_t entries;

	if (text_starts(exif, "Exif"))
		exif = text_from(exif, HEAD_BYTES);
	if (text_starts(exif, "II"))
		number = reader_little;
	else if (text_starts(exif, "MM"))
		number = reader_big;
	else
		return 1;
	if (number(exif, 2, 2) != TIFF_MAGIC)
		return 1;
	at = number(exif, 4, 4);
	entries = number(exif, at, 2);
	at += 2;
	for (uint32_t i = 0; i < entries; i++, at += ENTRY_BYTES) {
		uint32_t value;

		if (number(exif, at, 2) != TAG_ORIENTATION)
			continue;
		if (number(exif, at + 2, 2) != TYPE_SHORT)
			return 1;
		value = number(exif, at + 8, 2);
		return value >= 1 && value <= 8 ? value : 1;
	}
	return 1;
}
