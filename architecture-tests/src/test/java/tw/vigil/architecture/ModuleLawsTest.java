package tw.vigil.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The arrows between the modules and inside them.
class ModuleLawsTest {
    /// @param root the package that all classes of the module lie under
    /// @param knows packages of other modules of ours that it may use
    record Module(String name, String root, List<String> knows) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Module> modules() {
        return Stream.of(
                new Module("event-contracts", "tw.vigil.event", List.of()),
                new Module("sigma-engine", "tw.vigil.sigma", List.of()),
                new Module("sample-events", "tw.vigil.samples", List.of()),
                new Module("launcher", "tw.vigil.launcher", List.of()),
                new Module("test-stand", "tw.vigil.teststand", List.of("tw.vigil.launcher..")),
                new Module("ingest-service", "tw.vigil.ingest", List.of("tw.vigil.event..")),
                new Module("rules", "tw.vigil.rules", List.of("tw.vigil.sigma..")),
                new Module(
                        "evaluator-service",
                        "tw.vigil.evaluator",
                        List.of("tw.vigil.event..", "tw.vigil.sigma..", "tw.vigil.rules..")),
                new Module("alert-service", "tw.vigil.alert", List.of("tw.vigil.event..")),
                new Module(
                        "rule-cli",
                        "tw.vigil.rulecli",
                        List.of("tw.vigil.event..", "tw.vigil.sigma..", "tw.vigil.rules..")),
                new Module(
                        "benchmarks",
                        "tw.vigil.benchmarks",
                        List.of("tw.vigil.sigma..", "tw.vigil.samples..", "tw.vigil.event..", "tw.vigil.launcher..")),
                new Module("deploy", "tw.vigil.deploy", List.of()));
    }

    @Test
    void everyModuleWithCodeIsUnderTheLaw() {
        assertThat(modules().map(Module::name)).containsExactlyInAnyOrderElementsOf(Project.MODULES);
    }

    @ParameterizedTest
    @MethodSource("modules")
    void moduleKnowsOnlyItsNeighbours(Module module) {
        String[] allowed = Stream.concat(Stream.of(module.root() + ".."), module.knows().stream())
                .toArray(String[]::new);

        noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage("tw.vigil..").and(not(resideInAnyPackage(allowed))))
                .because(module + " may know " + module.knows() + " and nothing else of ours: pass what it needs over a"
                        + " topic or as an argument, or move the class to the module that owns it")
                .allowEmptyShould(true)
                .check(Project.classesOf(module.name()));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void classesLieUnderThePackageOfTheirModule(Module module) {
        classes()
                .should()
                .resideInAPackage(module.root() + "..")
                .because("a reader finds the module by the package: move it under " + module.root())
                .allowEmptyShould(true)
                .check(Project.classesOf(module.name()));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void packagesAreFreeOfCycles(Module module) {
        slices().matching(module.root() + ".(*)..")
                .should()
                .beFreeOfCycles()
                .because("packages are features in the order in which data passes them: turn one arrow round, by a"
                        + " record or an interface in the earlier package")
                .allowEmptyShould(true)
                .check(Project.classesOf(module.name()));
    }

    @Test
    void engineStandsOnItsOwn() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "tw.vigil.sigma..", "java..", "org.jspecify..", "org.snakeyaml.engine..", "com.google.re2j..")
                .because("sigma-engine is a library for the JDK, JSpecify, snakeyaml-engine and RE2/J only: what needs"
                        + " another library belongs to the module that calls the engine")
                .check(Project.classesOf("sigma-engine"));
    }

    @Test
    void contractsStandOnTheirOwn() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "tw.vigil.event..", "java..", "org.jspecify..", "com.fasterxml.jackson.annotation..")
                .because("event-contracts holds records and names: reading and writing them belongs to the services")
                .check(Project.classesOf("event-contracts"));
    }

    @Test
    void topologyIsPlainJava() {
        JavaClasses evaluator = Project.classesOf("evaluator-service");

        noClasses()
                .that()
                .resideInAPackage("tw.vigil.evaluator.topology..")
                .or()
                .haveSimpleName("DetectionTopology")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.quarkus..", "jakarta..", "org.eclipse.microprofile..", "io.smallrye..")
                .because("the topology runs in TopologyTestDriver: give it what it needs through its constructor")
                .check(evaluator);
        assertThat(evaluator.stream().anyMatch(type -> type.getSimpleName().equals("DetectionTopology")))
                .as("the law looks for tw.vigil.evaluator.topology.DetectionTopology")
                .isTrue();
    }
}
