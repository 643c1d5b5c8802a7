package tw.vigil.sigma;

import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

public final class Cases {

    private Cases() {}

    /// Checks a property on generated cases and names the seed of the first that fails.
    public static void check(int count, Consumer<RandomGenerator> property) {
        long root = Long.getLong("cases.seed", 20_260_101L);
        for (int i = 0; i < count; i++) {
            long seed = root + i;
            try {
                property.accept(RandomGeneratorFactory.of("L64X128MixRandom").create(seed));
            } catch (AssertionError e) {
                throw new AssertionError("replay with -Dcases.seed=" + seed, e);
            }
        }
    }
}
