/* regimen.h: all of libregimen but the calendar file (ical.h, in libregimen-ical). */
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
