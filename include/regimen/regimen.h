/* regimen.h: includes the public headers of libregimen, except those that only importing and
 * publishing need (incoming.h, proposal.h). ical.h and caldav.h belong to libraries of their
 * own. */
#pragma once

#include <regimen/agenda.h>
#include <regimen/alert.h>
#include <regimen/calendar.h>
#include <regimen/catalog.h>
#include <regimen/clock.h>
#include <regimen/describe.h>
#include <regimen/effects.h>
#include <regimen/followup.h>
#include <regimen/measure.h>
#include <regimen/merge.h>
#include <regimen/month.h>
#include <regimen/record.h>
#include <regimen/session.h>
#include <regimen/settings.h>
#include <regimen/signs.h>
#include <regimen/store.h>
#include <regimen/suggestion.h>
#include <regimen/when.h>
