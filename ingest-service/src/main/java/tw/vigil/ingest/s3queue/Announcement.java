package tw.vigil.ingest.s3queue;

import java.util.List;

/// What the body of a queue message says.
sealed interface Announcement {
    /// Objects to read. Empty when the message tells of things other than new objects.
    record Objects(List<ObjectRef> objects) implements Announcement {
        public Objects {
            objects = List.copyOf(objects);
        }
    }

    /// Somebody proves that the way is open; there is nothing to read.
    record Control(String what) implements Announcement {}

    /// No form that is known.
    ///
    /// @param detail what is wrong and what is accepted; holds nothing out of the message
    record Unreadable(String detail) implements Announcement {}
}
