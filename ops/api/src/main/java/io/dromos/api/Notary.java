package io.dromos.api;

import io.dromos.feed.audit.Ledger;

/// Signs what the log had come to, for whoever keeps that elsewhere.
public interface Notary {

    /// A signed note about this end of the log.
    ///
    /// @throws CannotSign if there is no key
    String checkpoint(Ledger.End end);

    /// The public key, as verifiers of notes take it.
    ///
    /// @throws CannotSign if there is no key
    String verifierKey();

    /// There is no key, with a sentence that says why.
    final class CannotSign extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /// Says why.
        public CannotSign(String sentence) {
            super(sentence);
        }
    }

    /// Signs nothing.
    Notary NONE =
            new Notary() {
                @Override
                public String checkpoint(Ledger.End end) {
                    throw new CannotSign("This server signs nothing");
                }

                @Override
                public String verifierKey() {
                    throw new CannotSign("This server signs nothing");
                }
            };
}
