/// Feeds of Google Cloud Asset Inventory.
@NullMarked
package tw.vigil.ingest.source.cloudasset;

import org.jspecify.annotations.NullMarked;
