package io.dromos.demo;

/// Somebody who said yes. A guest's name has 1 to 80 characters, the e-mail address 3 to 200.
record Guest(String name, String email) {

    static final int NAME_MAX = 80;
    static final int EMAIL_MAX = 200;

    /// What became of what somebody typed.
    sealed interface Reading {}

    /// Good input.
    record Welcome(Guest guest) implements Reading {}

    /// Input that is not taken, with one sentence that says what to change.
    record Unclear(String what) implements Reading {}

    /// Reads the two fields of the form; surrounding blanks do not count, and control characters
    /// are refused because they would show as nothing.
    static Reading read(String name, String email) {
        String trimmedName = name.strip();
        String trimmedEmail = email.strip();
        if (trimmedName.isEmpty()) {
            return new Unclear("Please enter your name.");
        }
        if (trimmedName.length() > NAME_MAX) {
            return new Unclear("Please use at most " + NAME_MAX + " characters for the name.");
        }
        if (!looksLikeEmail(trimmedEmail)) {
            return new Unclear("Please enter an e-mail address such as ada@example.org.");
        }
        if ((trimmedName + trimmedEmail).chars().anyMatch(Character::isISOControl)) {
            return new Unclear("Please use printable characters only.");
        }
        return new Welcome(new Guest(trimmedName, trimmedEmail));
    }

    private static boolean looksLikeEmail(String text) {
        int at = text.indexOf('@');
        return at > 0
                && at == text.lastIndexOf('@')
                && at < text.length() - 1
                && text.length() <= EMAIL_MAX
                && text.chars().noneMatch(Character::isWhitespace);
    }
}
