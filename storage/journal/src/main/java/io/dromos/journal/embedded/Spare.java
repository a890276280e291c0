package io.dromos.journal.embedded;

import io.dromos.journal.disk.DiskFile;

/// A segment that is filled with zeros, synced and named, and still blank.
///
/// @param number its number
/// @param file open for writing; belongs to whoever took the spare
/// @param bytes its size
record Spare(int number, DiskFile file, long bytes) {}
