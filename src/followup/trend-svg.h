/* trend-svg.h: a series of values as a picture for a page. Pure. */
#pragma once

#include "followup/trend.h"

/**
 * trend_svg: @series as an <svg> element to stand in a page of HTML. It has an axis of days and one
 * of values with their unit; the range that was entered with the values as a band, one for each
 * stretch of values with the same range; a ring around each value outside of its own range; and for
 * each course a lane of ticks with the numbers of the doses, from which dotted lines rise through
 * the values. The numbers of doses that are too near to each other are joined ("4–9").
 * The picture is black, white and grey, runs and loads nothing, and has a title and a description
 * for a screen reader; a table beside it is for the caller to add. Its size is bounded: above 200
 * values, those that share a column become one bar from the lowest to the highest of them.
 * @id: a prefix for the ids in it, unlike any other of the page: letters, digits and "-".
 * @title: what the picture shows.
 * Returns: (transfer full).
 */
char *trend_svg (const TrendSeries *series, const char *id, const char *title);
