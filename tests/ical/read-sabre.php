<?php
// Prints what sabre/vobject, the reader of Nextcloud and others, has to say of a file, then "UID START END" of each event in UTC.
error_reporting(E_ERROR);
require 'Sabre/VObject/autoload.php';

function moment($property) {
    return $property->getDateTime()->setTimezone(new DateTimeZone('UTC'))->format('Y-m-d\TH:i:s');
}

$calendar = Sabre\VObject\Reader::read(file_get_contents($argv[1]));
foreach ($calendar->validate() as $warning)
    echo 'warning: ', $warning['message'], "\n";
foreach ($calendar->VEVENT as $event)
    echo $event->UID, ' ', moment($event->DTSTART), ' ', moment($event->DTEND), "\n";
