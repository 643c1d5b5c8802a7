package tw.vigil.sigma.regex;

import java.util.Arrays;

/// The instructions that a text can be at after the same bytes.
final class Threads {

    private final ByteProgram program;
    private final boolean atStart;
    private final boolean[] visited;
    private int[] open = new int[16];
    private int[] waiting = new int[16];
    private int count;
    private boolean matches;

    /// @param atStart no byte was read yet
    Threads(ByteProgram program, boolean atStart) {
        this.program = program;
        this.atStart = atStart;
        this.visited = new boolean[program.size()];
    }

    void add(int instruction) {
        add(instruction, false);
    }

    private void add(int instruction, boolean atEnd) {
        int top = 0;
        open[top++] = instruction;
        while (top > 0) {
            int at = open[--top];
            if (visited[at]) {
                continue;
            }
            visited[at] = true;
            if (top + 2 > open.length) {
                open = Arrays.copyOf(open, open.length * 2);
            }
            switch (program.kind(at)) {
                case ByteProgram.SPLIT -> {
                    open[top++] = program.other(at);
                    open[top++] = program.next(at);
                }
                case ByteProgram.AT_START -> {
                    if (atStart) {
                        open[top++] = program.next(at);
                    }
                }
                case ByteProgram.MATCH -> matches = true;
                default -> {
                    if (atEnd && program.kind(at) == ByteProgram.AT_END) {
                        open[top++] = program.next(at);
                    } else {
                        await(at);
                    }
                }
            }
        }
    }

    private void await(int at) {
        if (count == waiting.length) {
            waiting = Arrays.copyOf(waiting, count * 2);
        }
        waiting[count++] = at;
    }

    boolean matches() {
        return matches;
    }

    /// Those that wait for a byte or the end, ascending.
    int[] waiting() {
        int[] sorted = Arrays.copyOf(waiting, count);
        Arrays.sort(sorted);
        return sorted;
    }

    /// Whether it matches when no byte follows. To be asked last.
    boolean matchesAtEnd() {
        for (int i = 0; i < count && !matches; i++) {
            if (program.kind(waiting[i]) == ByteProgram.AT_END) {
                add(program.next(waiting[i]), true);
            }
        }
        return matches;
    }
}
