package io.dromos.demo;

import java.util.List;

/// The guests, wherever they are kept.
interface Guestbook extends AutoCloseable {

    /// The newest guests first, at most the asked-for number of them, and how many there are in
    /// all.
    record Entries(List<Guest> newest, long count) {}

    /// The newest `limit` guests. Fails with [Unreachable] within a few seconds.
    Entries newest(int limit) throws Unreachable;

    /// Adds a guest; when it returns the guest is durable. After [Unreachable] the guest may or may
    /// not have been added.
    void add(Guest guest) throws Unreachable;

    @Override
    void close();

    /// The database does not answer; the message is for the program's own output, not for the page.
    final class Unreachable extends Exception {
        Unreachable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
