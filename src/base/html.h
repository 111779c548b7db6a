/* html.h: writes pages for a browser. A page loads nothing and runs nothing, and every text in it
 * is escaped. Pure: these functions only append to a GString. */
#pragma once

#include <glib.h>

/**
 * html_text: appends @text with its markup characters escaped, so that it can also stand in a
 * quoted attribute.
 * Control and invisible characters and invalid bytes become "?", so that the result is also
 * well-formed XML.
 */
void html_text (GString *html, const char *text);

/**
 * html_add: appends @format, which is HTML, with each argument escaped as by html_text(). @format
 * may contain only %s, %d, %u and %%.
 */
void html_add (GString *html, const char *format, ...) G_GNUC_PRINTF (2, 3);

/**
 * html_begin: begins a page, up to the start of its body. A policy in the page forbids it to run or
 * load anything.
 * @generator: (nullable): the program that made the page. @style: CSS rules in addition to those
 * that all pages share.
 */
void html_begin (GString *html, const char *title, const char *generator, const char *style);

/**
 * html_table: begins a table. The caller ends it with "</table>".
 * @label: the id of the element that names the table. @headings: of the columns, ended by NULL.
 */
void html_table (GString *html, const char *label, const char *const *headings);

/* Appends a row of @count cells, the first one its heading. NULL is an empty cell. */
void html_row (GString *html, const char *const *cells, gsize count);

/* Ends the page. */
void html_end (GString *html);
