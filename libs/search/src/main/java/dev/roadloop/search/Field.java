package dev.roadloop.search;

import java.util.Locale;

/// What a name is a name of; asked for as `vehicle:car-7`.
public enum Field {
    /// What it is: `drive` or `clip`.
    KIND,
    /// The drive's id.
    DRIVE,
    /// The vehicle's id.
    VEHICLE,
    /// How the drive's ingestion ended: `catalogued`, `quarantined` …
    STATUS,
    /// What the inspection judged: `pass`, `findings`, `quarantine`.
    VERDICT,
    /// A topic, such as `/gps/fix`.
    TOPIC,
    /// A finding's code, such as `sensor_gap`.
    FINDING,
    /// The geohash; its beginning asks for a larger cell: `place:u0ty*`.
    PLACE;

    /// Its name in queries and documents.
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
