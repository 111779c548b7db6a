/* setup-contact.h: whom to call, as people type it in one answer to regimen setup. */
#pragma once

#include <glib.h>

/**
 * setup_split_contact: finds the name and the phone number in "Ward 3, 555-0100", also the other
 * way round, without the mark between them, and one without the other.
 * @typed: as setup_tidy() gives it.
 * @name, @phone: (out) (transfer full) (nullable): NULL for what was not typed; not both are.
 * Returns: FALSE with RGM_ERROR_USAGE if what is meant for a number is none, or if it is not clear
 * where the number begins: a wrong number must not be put on record because of a guess.
 */
gboolean setup_split_contact (const char *typed, char **name, char **phone, GError **error);
