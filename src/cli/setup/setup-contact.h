/* setup-contact.h: reads the name and the phone number of a contact from one answer to regimen
 * setup. */
#pragma once

#include <glib.h>

/**
 * setup_split_contact: finds the name and the phone number in "Ward 3, 555-0100". They may be in
 * either order, the comma may be missing, and one of the two may be missing.
 * @typed: the answer, as setup_tidy() returns it.
 * @name, @phone: (out) (transfer full) (nullable): NULL if it was not typed; at least one of the
 * two is not NULL.
 * Returns: FALSE with RGM_ERROR_USAGE if what looks like a phone number is not one, or if it is not
 * clear where the number begins: a wrong number must not be put on record because of a guess.
 */
gboolean setup_split_contact (const char *typed, char **name, char **phone, GError **error);
