/* page.h: the parts of a page of text about effects and signs: headings, lines, effects that can
 * also be signs, conditions, and the sources. */
#pragma once

#include <regimen/catalog.h>

/* The text as it grows, and the columns to wrap to; 0: no wrapping. */
typedef struct {
  GString *text;
  int width;
} Page;

/* @text wrapped to @width columns; as it is if @width is 0. Returns: (transfer full). */
char *page_wrap (const char *text, int width, int indent);

/* Adds a paragraph of its own, after an empty line if other text stands before it. */
void page_heading (Page *page, const char *text);
/* Adds a line under a heading. If it is too long, its further lines are indented more. */
void page_line (Page *page, const char *text);

/* "a, b or c". @names: not empty; (element-type utf8). Returns: (transfer full). */
char *page_join_or (const GPtrArray *names);

/* The names of @effects, or of signs, with what the source adds to each. A sign with a qualifier
 * comes after a semicolon: "one sign, another; with these also a third". Returns: (transfer
 * full). */
char *page_list_effects (const GPtrArray *effects);

/* Adds a heading, and for each of @overlaps a line that says that it can be a side effect or a
 * sign; nothing if there are none.
 * @overlaps: (element-type RgmOverlap). */
void page_overlaps (Page *page, const GPtrArray *overlaps);

/* Adds a heading, and for each urgent one of @conditions a line with its signs, what the source
 * says about it, and what to do. Each condition has its own line, because the advice of two
 * conditions may differ by only a word or two. @conditions: (element-type RgmCondition). */
void page_warnings (Page *page, const GPtrArray *conditions);

/* An empty list of citations. Returns: (transfer full). */
GPtrArray *page_citations (void);
/* Adds @section (nullable) of the source with key @key to @citations, once. */
void
page_cite (GPtrArray *citations, const RgmCatalog *catalog, const char *key, const char *section);
/* Adds, for each source of @citations, how complete its lists are, and its title with the sections
 * that were cited. */
void page_sources (Page *page, const GPtrArray *citations);
/* Adds to @text a line for each source of @citations: its title with the sections that were
 * cited. */
void page_source_lines (GString *text, const GPtrArray *citations);
