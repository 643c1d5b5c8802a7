package tw.vigil.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/// What some work took of this thread's processor time and on the clock. Other programs on the same machine lengthen
/// the second, hardly the first. Collecting garbage is done by other threads and counted in neither.
///
/// @param cpuNanos the same as `wallNanos` on a JVM that does not tell
record Elapsed(double cpuNanos, double wallNanos) {
    static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    static final boolean CPU_TIME = THREADS.isCurrentThreadCpuTimeSupported() && THREADS.isThreadCpuTimeEnabled();

    /// Of one of several passes.
    static Elapsed perPass(Runnable pass, int passes) {
        long wall = System.nanoTime();
        long cpu = cpuNanosSoFar();
        for (int i = 0; i < passes; i++) {
            pass.run();
        }
        long cpuEnd = cpuNanosSoFar();
        long wallEnd = System.nanoTime();
        return new Elapsed((cpuEnd - cpu) / (double) passes, (wallEnd - wall) / (double) passes);
    }

    static long cpuNanosSoFar() {
        return CPU_TIME ? THREADS.getCurrentThreadCpuTime() : System.nanoTime();
    }
}
