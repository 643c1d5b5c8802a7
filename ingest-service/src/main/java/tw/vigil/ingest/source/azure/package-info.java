/// Azure: the logs of Azure Monitor and Microsoft Graph, and resource events of Event Grid.
@NullMarked
package tw.vigil.ingest.source.azure;

import org.jspecify.annotations.NullMarked;
