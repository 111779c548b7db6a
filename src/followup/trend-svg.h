/* trend-svg.h: draws a series of values as a picture for a page. Pure: no I/O. */
#pragma once

#include "followup/trend.h"

/**
 * trend_svg: draws @series as an <svg> element for a page of HTML. It has an axis of days and one
 * of values with their unit; the range that was entered with the values as a band, one for each
 * stretch of values with the same range; a ring around each value outside its own range; and for
 * each course a lane of ticks with the numbers of the doses, from which dotted lines rise through
 * the values. The numbers of doses that are too close to each other are joined ("4–9"). The picture
 * is black, white and grey, loads and runs nothing, and has a title and a description for a screen
 * reader; the caller has to add a table beside it. Its size is bounded: if there are more than 200
 * values, those that share a column become one bar from the lowest to the highest of them.
 * @id: a prefix for the ids in the picture, unique in the page: letters, digits and "-".
 * @title: what the picture shows.
 * Returns: (transfer full).
 */
char *trend_svg (const TrendSeries *series, const char *id, const char *title);
