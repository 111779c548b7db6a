/* fixture.h: a folder of one's own, a record in it, and ways around the store. */
#pragma once

#include <regimen/store.h>
#include <sqlite3.h>

#define NOW G_GINT64_CONSTANT (1795420800) /* 2026-11-23 08:00 UTC */
#define DAY 86400

typedef struct {
  char *folder;
  char *path;
  RgmStore *store;
} Fixture;

void fixture_set_up (Fixture *fixture, gconstpointer unused);
void fixture_tear_down (Fixture *fixture, gconstpointer unused);
/* Adds a test that has a Fixture. */
void fixture_add (const char *name, void (*test) (Fixture *, gconstpointer));

RgmStore *fixture_open (const char *path);
/* A course of @handle every 4 weeks, not stored yet. */
RgmCourse *fixture_course (gint64 patient, const char *handle);
/* A patient "me" and one course, in one change. Returns: the id of the course. */
gint64 fixture_fill (RgmStore *store);
/* A change with one given dose, @dose days after NOW; the head follows. */
void fixture_log (RgmStore *store, gint64 course, int dose);
/* @sql over a connection that knows nothing of the house. */
void fixture_sql (const char *path, const char *sql);
/* Takes the dump @name, of the folder of these tests, in place of the record, which is closed. */
void fixture_load (Fixture *fixture, const char *name);
/* The first column of the first row, or NULL. */
char *fixture_query (const char *path, const char *sql);
/* What rgm_store_check() finds, one a line. */
char *fixture_check (RgmStore *store);
/* Fails if rgm_store_check() finds anything in the record. */
void fixture_assert_whole (Fixture *fixture);
/* All of a file. */
GBytes *fixture_bytes (const char *path);
