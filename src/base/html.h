/* html.h: pages for a browser. They load nothing and run nothing, and every text in them is
 * escaped. Pure. */
#pragma once

#include <glib.h>

/**
 * html_text: appends @text with what is markup in it escaped, also for an attribute in quotes.
 * Control and invisible characters and invalid bytes become "?", so that the result is also
 * well-formed XML.
 */
void html_text (GString *html, const char *text);

/**
 * html_add: appends @format, which is HTML, and in it each argument as by html_text(). Only %s, %d,
 * %u and %% may stand in @format.
 */
void html_add (GString *html, const char *format, ...) G_GNUC_PRINTF (2, 3);

/**
 * html_begin: begins a page, up to the start of its body. A policy in the page forbids it to run or
 * load anything.
 * @generator: (nullable): what the page is said to be made by. @style: rules of CSS beside those
 * that all pages share.
 */
void html_begin (GString *html, const char *title, const char *generator, const char *style);

/**
 * html_table: begins a table, whose end is "</table>".
 * @label: id of the element that names it. @headings: of its columns, ended by NULL.
 */
void html_table (GString *html, const char *label, const char *const *headings);

/* Appends a row of @count cells, the first one its heading. NULL is an empty cell. */
void html_row (GString *html, const char *const *cells, gsize count);

/* Ends the page. */
void html_end (GString *html);
