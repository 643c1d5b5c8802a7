package tw.vigil.evaluator.stream;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/// Bounds the memory of all RocksDB stores of the process together: blocks, indexes, filters and write buffers come
/// out of one cache. Kafka Streams' default is 66 MB for each store, and there are dozens.
public final class BoundedStores implements RocksDBConfigSetter {
    static final String MEMORY = "vigil.store.memory";

    private static final long DEFAULT_MEMORY = 128L * 1024 * 1024;
    private static final int BLOCK_BYTES = 8 * 1024;
    /// Of all stores together: what they hold before it goes to disk.
    private static final long WRITE_BUFFERS_BYTES = 32L * 1024 * 1024;
    private static final long WRITE_BUFFER_BYTES = 2L * 1024 * 1024;

    // one per process, for its life: Kafka Streams makes a setter for each store
    private static @Nullable Cache cache;
    private static @Nullable WriteBufferManager writeBuffers;

    @Override
    public void setConfig(String store, Options options, Map<String, Object> configs) {
        share(options, configs.get(MEMORY) instanceof Long memory ? memory : DEFAULT_MEMORY);
    }

    private static synchronized void share(Options options, long memory) {
        RocksDB.loadLibrary();
        if (cache == null || writeBuffers == null) {
            cache = new LRUCache(memory, -1, false, 0.1);
            writeBuffers = new WriteBufferManager(Math.min(memory / 2, WRITE_BUFFERS_BYTES), cache);
        }
        // the given one: Kafka Streams reads the metrics of the cache through it
        var given = options.tableFormatConfig() instanceof BlockBasedTableConfig blocks
                ? blocks
                : new BlockBasedTableConfig();
        var table = given.setBlockCache(cache)
                .setCacheIndexAndFilterBlocks(true)
                .setCacheIndexAndFilterBlocksWithHighPriority(true)
                .setPinTopLevelIndexAndFilter(true)
                .setBlockSize(BLOCK_BYTES)
                .setFilterPolicy(new BloomFilter(10, false));
        options.setTableFormatConfig(table)
                .setWriteBufferManager(writeBuffers)
                .setWriteBufferSize(WRITE_BUFFER_BYTES)
                .setMaxWriteBufferNumber(2)
                .setMaxOpenFiles(256);
    }

    @Override
    public void close(String store, Options options) {
        // cache and write buffers are shared and end with the process
    }
}
