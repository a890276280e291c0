package io.dromos.journal.disk;

import java.io.IOException;
import java.util.List;

/// One flat directory of files, and the whole of what the log does with a disk.
///
/// What a crash may do to it: bytes written since the last successful [DiskFile#sync] may be there
/// or not, block by block; names created, renamed or deleted since the last [#syncNames] may be
/// there or not; everything else stays.
public interface Disk {
    /// The directory, for messages.
    String place();

    /// The names of all files, the lock left out.
    List<String> names() throws IOException;

    /// Opens a file for reading and writing, and creates it if need be. Its name is durable after
    /// [#syncNames].
    ///
    /// @throws DiskFull if there is no room
    DiskFile open(String name) throws IOException;

    /// Opens an existing file for reading only; independent of every other handle.
    DiskFile openToRead(String name) throws IOException;

    /// Gives a file another name, at once and whole; replaces a file of that name.
    void rename(String from, String to) throws IOException;

    /// Removes a file; does nothing if it is not there.
    void delete(String name) throws IOException;

    /// Makes names durable.
    void syncNames() throws IOException;

    /// Takes the directory for this process until closed or dead.
    ///
    /// @throws DirectoryInUse if somebody else has it
    Lock lock() throws IOException;

    /// A directory that is ours.
    interface Lock extends AutoCloseable {
        /// Lets others have it. Never fails.
        @Override
        void close();
    }
}
