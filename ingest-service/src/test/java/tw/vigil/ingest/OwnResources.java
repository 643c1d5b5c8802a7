package tw.vigil.ingest;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;

/// A service of a test's own: started with these resources and no others.
abstract class OwnResources implements QuarkusTestProfile {
    private final List<TestResourceEntry> resources;

    OwnResources(List<Class<? extends QuarkusTestResourceLifecycleManager>> resources) {
        this.resources = resources.stream().map(TestResourceEntry::new).toList();
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return resources;
    }

    @Override
    public boolean disableGlobalTestResources() {
        return true;
    }
}
