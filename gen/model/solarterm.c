/*
 * The moment of a term comes from the sun's apparent longitude, after
 * J. Meeus, "Astronomical Algorithms", 2nd ed. (1998):
 *   chapters 25 and 32: the earth's heliocentric longitude from the series
 *     VSOP87D (P. Bretagnon, G. Francou, Astronomy and Astrophysics 202, 1988),
 *     plus 180 degrees, brought to the system FK5; here all terms of the series
 *     above 5e-8 radians within a century of 2000, which keeps it within 0.11
 *     seconds of arc, less than 3 seconds of time;
 *   chapter 22: nutation in longitude, terms above 0.01 seconds of arc;
 *   chapter 25: aberration.
 * Dynamical time becomes universal time by the polynomials of F. Espenak and
 * J. Meeus, "Five Millennium Canon of Solar Eclipses" (NASA/TP-2006-214141).
 *
 * A term is first placed with the few largest terms of the series, which is
 * good to two minutes. Only where that falls near midnight, once or twice a
 * year, the rest is added up: a year costs some microseconds, and is kept in a
 * word of 48 bits from then on.
 */

#include "model/solarterm.h"

#include <math.h>
#include <stdatomic.h>

#include "base/bug.h"

/* One term of the series: amplitude x cos(phase + rate x millennia). */
struct wave {
	double amplitude; /* 1e-8 radians */
	double phase;	  /* radians */
	double rate;	  /* radians per 1000 Julian years */
};

/* clang-format off */
static const struct wave waves_0[] = {
	{ 175347045.673, 0, 0 }, { 3341656.46, 4.6692568, 6283.07585 },
	{ 34894.28, 4.626102, 12566.1517 }, { 3497.06, 2.74412, 5753.3849 },
	{ 3417.57, 2.82887, 3.5231 }, { 3135.9, 3.62767, 77713.7715 },
	{ 2676.2, 4.41808, 7860.4194 }, { 2342.7, 6.13516, 3930.2097 },
	{ 1324.3, 0.74246, 11506.7698 }, { 1273.17, 2.0371, 529.691 },
	{ 1199.17, 1.10963, 1577.3435 }, { 990.25, 5.2327, 5884.927 },
	{ 901.86, 2.04505, 26.2983 }, { 857.22, 3.5085, 398.149 },
	{ 779.8, 1.17883, 5223.694 }, { 753.14, 2.5334, 5507.553 },
	{ 505.26, 4.5829, 18849.2275 }, { 492.38, 4.2051, 775.523 },
	{ 356.66, 2.9195, 0.067 }, { 317.1, 5.849, 11790.629 },
	{ 284.12, 1.8987, 796.298 }, { 271.04, 0.3149, 10977.079 },
	{ 242.8, 0.3448, 5486.778 }, { 206.16, 4.8065, 2544.314 },
	{ 205.4, 1.8695, 5573.143 }, { 202.26, 2.4577, 6069.777 },
	{ 155.5, 0.833, 213.3 }, { 132.2, 3.4112, 2942.463 },
	{ 126.2, 1.083, 20.775 }, { 115.13, 0.6454, 0.98 },
	{ 102.85, 0.636, 4694.003 }, { 101.9, 0.9757, 15720.84 },
	{ 101.72, 4.2668, 7.114 }, { 99.2, 6.21, 2146.165 },
	{ 97.6, 0.681, 155.42 }, { 85.8, 5.983, 161000.686 },
	{ 85.13, 1.2987, 6275.96 }, { 84.7, 3.671, 71430.696 },
	{ 79.64, 1.808, 17260.155 }, { 78.76, 3.037, 12036.46 },
	{ 74.65, 1.755, 5088.63 }, { 73.87, 3.503, 3154.687 },
	{ 73.55, 4.679, 801.82 }, { 69.63, 0.833, 9437.763 },
	{ 62.45, 3.9776, 8827.39 }, { 61.15, 1.8184, 7084.9 },
	{ 56.96, 2.784, 6286.6 }, { 56.1, 4.387, 14143.495 },
	{ 55.58, 3.47, 6279.55 }, { 52, 0.189, 12139.55 },
	{ 51.6, 1.333, 1748.02 }, { 51.14, 0.283, 5856.48 },
	{ 49, 0.487, 1194.45 }, { 41.04, 5.368, 8429.24 },
	{ 40.94, 2.3985, 19651.05 }, { 39.2, 6.168, 10447.39 },
	{ 36.77, 6.041, 10213.29 }, { 36.6, 2.57, 1059.38 },
	{ 35.95, 1.709, 2352.87 }, { 35.57, 1.776, 6812.77 },
	{ 33.3, 0.593, 17789.85 }, { 30.4, 0.443, 83996.85 },
	{ 30.05, 2.74, 1349.87 }, { 25.35, 3.165, 4690.48 },
	{ 24.74, 0.215, 3.59 }, { 23.66, 0.485, 8031.1 },
	{ 23.57, 2.065, 3340.61 }, { 22.8, 5.222, 4705.73 },
	{ 21.9, 5.556, 553.57 }, { 21.4, 1.426, 16730.46 },
	{ 21.1, 4.148, 951.72 }, { 20.3, 0.371, 283.86 },
	{ 19.92, 5.222, 12168 }, { 19.86, 5.775, 6309.37 },
	{ 19.12, 3.822, 23581.26 }, { 18.9, 5.386, 149854.4 },
	{ 17.9, 2.215, 13367.97 }, { 17.5, 4.56, 135.07 },
	{ 16.22, 5.988, 11769.85 }, { 15.08, 4.196, 6256.78 },
	{ 14.42, 4.193, 242.73 }, { 14.35, 3.724, 38.03 },
	{ 13.97, 4.4, 6681.22 }, { 13.62, 1.89, 7632.94 },
	{ 12.5, 1.13, 5.52 }, { 12.05, 2.622, 955.6 }, { 12, 1.004, 632.8 },
	{ 11.3, 0.177, 4164.3 }, { 10.83, 0.327, 103.1 },
	{ 10.52, 0.94, 11926.25 }, { 10.5, 5.36, 1592.6 },
	{ 10.33, 6.2, 6438.5 }, { 10, 6.03, 5746.27 }, { 9.8, 1, 11371.7 },
	{ 9.8, 5.244, 27511.47 }, { 9.38, 2.624, 5760.5 },
	{ 9.23, 0.483, 522.58 }, { 9.22, 4.57, 4292.33 },
	{ 9.05, 5.337, 6386.17 }, { 8.62, 4.165, 7058.6 },
	{ 8.4, 3.3, 7234.8 }, { 8.36, 4.54, 25132.3 }, { 8.13, 6.11, 4732.03 },
	{ 8.12, 6.27, 426.6 }, { 8, 5.82, 28.45 }, { 7.87, 0.996, 5643.2 },
	{ 7.76, 2.957, 23013.54 }, { 7.7, 3.12, 7238.7 },
	{ 7.58, 3.974, 11499.66 }, { 7.35, 4.386, 316.4 },
	{ 7.3, 0.607, 11513.9 }, { 7.2, 4, 74.8 }, { 7.06, 0.32, 263.1 },
	{ 6.76, 5.91, 90955.55 }, { 6.62, 3.665, 17298.2 },
	{ 6.53, 5.79, 18073.7 }, { 6.3, 4.72, 6836.65 },
	{ 6.15, 1.46, 233141.3 }, { 6.12, 1.075, 19804.8 },
	{ 5.96, 3.32, 6283 }, { 5.96, 2.876, 6283.14 },
	{ 5.55, 2.45, 12352.85 }, { 5.4, 5.39, 419.5 }, { 5.3, 0.38, 31441.7 },
	{ 5.2, 4.065, 6208.3 }, { 5.13, 2.36, 10973.56 },
};

/* The same, multiplied by the millennia since 2000. */
static const struct wave waves_1[] = {
	{ 628331966747.5, 0, 0 }, { 206059, 2.678235, 6283.07585 },
	{ 4303.4, 2.6351, 12566.152 }, { 425.3, 1.59, 3.52 },
	{ 119.3, 5.796, 26.3 }, { 109, 2.966, 1577.34 },
	{ 93.5, 2.59, 18849.23 }, { 72, 1.14, 529.7 }, { 67.8, 1.875, 398.15 },
	{ 67.3, 4.41, 5507.55 }, { 59, 2.89, 5223.7 }, { 56, 2.175, 155.4 },
};

/* By their square. */
static const struct wave waves_2[] = {
	{ 52919, 0, 0 }, { 8720, 1.072, 6283.076 },
};

/* Nutation in longitude: amplitude in 0.0001 seconds of arc, its change in a
 * century, and how often each of the five arguments of nutation_of counts. */
static const struct nutation {
	double amplitude, change;
	int8_t d, m, moon, f, node;
} nutations[] = {
	{ -171996, -174.2, 0, 0, 0, 0, 1 }, { -13187, -1.6, -2, 0, 0, 2, 2 },
	{ -2274, -0.2, 0, 0, 0, 2, 2 },     { 2062, 0.2, 0, 0, 0, 0, 2 },
	{ 1426, -3.4, 0, 1, 0, 0, 0 },      { 712, 0.1, 0, 0, 1, 0, 0 },
	{ -517, 1.2, -2, 1, 0, 2, 2 },      { -386, -0.4, 0, 0, 0, 2, 1 },
	{ -301, 0, 0, 0, 1, 2, 2 },         { 217, -0.5, -2, -1, 0, 2, 2 },
	{ -158, 0, -2, 0, 1, 0, 0 },        { 129, 0.1, -2, 0, 0, 2, 1 },
	{ 123, 0, 0, 0, -1, 2, 2 },
};
/* clang-format on */

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* How much of each series is added up. */
static const struct precision {
	size_t waves[3];
	size_t nutations;
} coarse = { { 11, 3, 1 }, 1 },
  fine = { { COUNT(waves_0), COUNT(waves_1), COUNT(waves_2) },
	   COUNT(nutations) };

static const double days_a_century = 36525.0;
static const double days_a_year = 365.2422;
static const double near_midnight_days = 15.0 / (24 * 60);

static double radians(double degrees)
{
	return degrees * (M_PI / 180);
}

static double sum_waves(const struct wave *waves, size_t count, double t)
{
	double sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += waves[i].amplitude *
		       cos(waves[i].phase + waves[i].rate * t);
	return sum * 1e-8;
}

/* In seconds of arc, t in Julian centuries (Meeus, chapter 22). */
static double nutation_of(double t, size_t count)
{
	double d = radians(297.85036 + 445267.111480 * t);
	double m = radians(357.52772 + 35999.050340 * t);
	double moon = radians(134.96298 + 477198.867398 * t);
	double f = radians(93.27191 + 483202.017538 * t);
	double node = radians(125.04452 - 1934.136261 * t);
	double sum = 0;

	for (size_t i = 0; i < count; i++) {
		const struct nutation *n = &nutations[i];

		sum += (n->amplitude + n->change * t) *
		       sin(n->d * d + n->m * m + n->moon * moon + n->f * f +
			   n->node * node);
	}
	return sum * 1e-4;
}

/* Where the sun is seen, and how fast it moves. */
struct sun {
	double longitude; /* degrees, apparent */
	double speed;	  /* degrees a day, to a thousandth */
};

/* The day counts from J2000.0 in dynamical time. */
static struct sun find_sun(double day, const struct precision *precision)
{
	double century = day / days_a_century, t = century / 10;
	double longitude = sum_waves(waves_0, precision->waves[0], t) +
			   sum_waves(waves_1, precision->waves[1], t) * t +
			   sum_waves(waves_2, precision->waves[2], t) * t * t;
	/* e cos M: the distance is 1 less this in astronomical units, as near
	 * as aberration needs it; the speed follows its square. */
	double ellipse =
		0.016709 * cos(radians(357.52911 + 35999.05029 * century));
	double seconds = nutation_of(century, precision->nutations) -
			 20.4898 * (1 + ellipse) - 0.09033;

	return (struct sun){
		.longitude = longitude * (180 / M_PI) + 180 + seconds / 3600,
		.speed = (1 + 2 * ellipse) * 360 / days_a_year,
	};
}

/* TT - UT in seconds (Espenak and Meeus), 1900 to 2150. */
static double delta_t(double year)
{
	static const struct span {
		double before, origin;
		double c[6];
	} spans[] = {
		/* clang-format off */
		{ 1920, 1900, { -2.79, 1.494119, -0.0598939, 0.0061966,
				-0.000197, 0 } },
		{ 1941, 1920, { 21.20, 0.84493, -0.076100, 0.0020936, 0, 0 } },
		{ 1961, 1950, { 29.07, 0.407, -1.0 / 233, 1.0 / 2547, 0, 0 } },
		{ 1986, 1975, { 45.45, 1.067, -1.0 / 260, -1.0 / 718, 0, 0 } },
		{ 2005, 2000, { 63.86, 0.3345, -0.060374, 0.0017275,
				0.000651814, 0.00002373599 } },
		{ 2050, 2000, { 62.92, 0.32217, 0.005589, 0, 0, 0 } },
		/* -20 + 32 ((y - 1820) / 100)^2 - 0.5628 (2150 - y) */
		{ 2151, 1820, { -20 - 0.5628 * 330, 0.5628, 0.0032, 0, 0, 0 } },
		/* clang-format on */
	};
	const struct span *span = spans;
	double t, sum = 0;

	while (year >= span->before && span < &spans[COUNT(spans) - 1])
		span++;
	t = year - span->origin;
	for (size_t i = 6; i-- > 0;)
		sum = sum * t + span->c[i];
	return sum;
}

/* Moves a day, right to some days, to where the sun has the longitude. */
static double approach(double day, double longitude,
		       const struct precision *precision)
{
	struct sun sun = find_sun(day, precision);
	double off = sun.longitude - longitude;

	off -= 360 * floor((off + 180) / 360);
	return day - off / sun.speed;
}

/* The day in China, in days since 1970. */
static int32_t find_day(int year, int term)
{
	double longitude = 285 + 15 * term; /* Minor Cold, in January, first */
	/* 6 January 2000 was Minor Cold, near 01:00 universal time. */
	double day = 4.5 + (year - 2000) * days_a_year +
		     term * (days_a_year / SOLARTERM_COUNT);
	double shift = 10957.5 + 8.0 / 24 - delta_t(year + term / 24.0) / 86400;
	double to_midnight;

	/* Newton's method: the mean sun is two days off, then it is minutes,
	 * then seconds. */
	for (int i = 0; i < 2; i++)
		day = approach(day, longitude, &coarse);
	to_midnight = day + shift - floor(day + shift + 0.5);
	if (fabs(to_midnight) < near_midnight_days)
		day = approach(day, longitude, &fine);
	return (int32_t)floor(day + shift);
}

/*
 * The earliest day of the month that each term falls on within 1901-2100; none
 * is more than three days later, so that two bits a term tell a year.
 */
static const uint8_t earliest[SOLARTERM_COUNT] = { 4, 19, 3, 18, 4, 19, 4, 19,
						   4, 20, 4, 20, 6, 22, 6, 22,
						   6, 22, 7, 22, 6, 21, 6, 21 };

enum { IS_FILLED = 63 };

static uint64_t find_year(int year)
{
	uint64_t word = UINT64_C(1) << IS_FILLED;

	for (int term = 0; term < SOLARTERM_COUNT; term++) {
		struct date date = date_of_days(find_day(year, term));
		int later = date.day - earliest[term];

		if (date.month != term / 2 + 1 || later < 0 || later > 3)
			BUG("term %d of %d on %d-%d", term, year, date.month,
			    date.day);
		word |= (uint64_t)later << (2 * term);
	}
	return word;
}

/* Two threads may find a year at once: they store the same word. */
static uint64_t year_word(int year)
{
	static _Atomic uint64_t years[SOLARTERM_LAST - SOLARTERM_FIRST + 1];
	_Atomic uint64_t *slot = &years[year - SOLARTERM_FIRST];
	uint64_t word = atomic_load_explicit(slot, memory_order_relaxed);

	if (!word) {
		word = find_year(year);
		atomic_store_explicit(slot, word, memory_order_relaxed);
	}
	return word;
}

struct date solarterm_date(int year, int term)
{
	int later;

	if (year < SOLARTERM_FIRST || year > SOLARTERM_LAST || term < 0 ||
	    term >= SOLARTERM_COUNT)
		return (struct date){ 0 };
	later = (int)(year_word(year) >> (2 * term) & 3);
	return (struct date){ .year = (int16_t)year,
			      .month = (uint8_t)(term / 2 + 1),
			      .day = (uint8_t)(earliest[term] + later) };
}

int solarterm_on(struct date date)
{
	int first = 2 * (date.month - 1);

	for (int term = first; term < first + 2; term++) {
		struct date on = solarterm_date(date.year, term);

		if (date_is_set(on) && date_compare(on, date) == 0)
			return term;
	}
	return -1;
}

struct text solarterm_name(int term)
{
	static const struct text names[SOLARTERM_COUNT] = {
		TEXT("小寒"), TEXT("大寒"), TEXT("立春"), TEXT("雨水"),
		TEXT("惊蛰"), TEXT("春分"), TEXT("清明"), TEXT("谷雨"),
		TEXT("立夏"), TEXT("小满"), TEXT("芒种"), TEXT("夏至"),
		TEXT("小暑"), TEXT("大暑"), TEXT("立秋"), TEXT("处暑"),
		TEXT("白露"), TEXT("秋分"), TEXT("寒露"), TEXT("霜降"),
		TEXT("立冬"), TEXT("小雪"), TEXT("大雪"), TEXT("冬至"),
	};

	if (term < 0 || term >= SOLARTERM_COUNT)
		return (struct text){ 0 };
	return names[term];
}
