package tw.vigil.sigma.correlate;

import java.util.ArrayList;
import java.util.List;

/// A sorted multiset of numbers that knows ranks. Blocks of at most 512 numbers: each operation looks through the
/// blocks and moves at most one of them, which for the 20,000 events of a group is below a hundred blocks.
final class SortedNumbers {

    private static final int BLOCK = 512;

    private static final class Block {
        private final double[] numbers = new double[BLOCK];
        private int size;

        private int from(double number) {
            int low = 0;
            int high = size;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (Double.compare(numbers[middle], number) < 0) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }

        private void add(double number) {
            int at = from(number);
            System.arraycopy(numbers, at, numbers, at + 1, size - at);
            numbers[at] = number;
            size++;
        }

        private Block split() {
            var upper = new Block();
            upper.size = size / 2;
            size -= upper.size;
            System.arraycopy(numbers, size, upper.numbers, 0, upper.size);
            return upper;
        }
    }

    private final List<Block> blocks = new ArrayList<>();
    private int size;

    int size() {
        return size;
    }

    void add(double number) {
        int at = blocks.isEmpty() ? 0 : Math.min(block(number), blocks.size() - 1);
        if (blocks.isEmpty()) {
            blocks.add(new Block());
        }
        var block = blocks.get(at);
        block.add(number);
        if (block.size == BLOCK) {
            blocks.add(at + 1, block.split());
        }
        size++;
    }

    /// @param number that was added before
    void remove(double number) {
        int index = block(number);
        var block = blocks.get(index);
        int at = block.from(number);
        block.size--;
        System.arraycopy(block.numbers, at + 1, block.numbers, at, block.size - at);
        if (block.size == 0) {
            blocks.remove(index);
        }
        size--;
    }

    double at(int rank) {
        int left = rank;
        for (var block : blocks) {
            if (left < block.size) {
                return block.numbers[left];
            }
            left -= block.size;
        }
        throw new IndexOutOfBoundsException(rank);
    }

    /// The first block with a number that is not smaller.
    private int block(double number) {
        int low = 0;
        int high = blocks.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            var block = blocks.get(middle);
            if (Double.compare(block.numbers[block.size - 1], number) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
