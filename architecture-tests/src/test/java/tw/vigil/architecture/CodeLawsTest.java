package tw.vigil.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.conditions.ArchConditions.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import org.junit.jupiter.api.Test;

/// How main code is written.
class CodeLawsTest {
    private static final JavaClasses CLASSES = Project.classesOf();
    private static final String STARTUP = "io.quarkus.runtime.Startup";

    @Test
    void packagesAreNamedByWhatTheyAreAbout() {
        noClasses()
                .should()
                .resideInAnyPackage(
                        "..common..",
                        "..util..",
                        "..utils..",
                        "..helper..",
                        "..helpers..",
                        "..shared..",
                        "..impl..",
                        "..core..",
                        "..dto..",
                        "..manager..")
                .because("such names say nothing: name the package after the feature that needs the class")
                .check(CLASSES);
    }

    @Test
    void classesAreNamedByWhatTheyAre() {
        noClasses()
                .should()
                .haveSimpleNameEndingWith("Impl")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Dto")
                .orShould()
                .haveSimpleNameStartingWith("Abstract")
                .because("use the field's own word for it: Rule, Finding, Outbox, TokenStore")
                .check(CLASSES);
    }

    @Test
    void servicesWriteToTheirLogOnly() {
        classes()
                .that()
                .resideOutsideOfPackages(
                        "tw.vigil.launcher..", "tw.vigil.rulecli..", "tw.vigil.benchmarks..", "tw.vigil.samples..")
                .should(not(ACCESS_STANDARD_STREAMS))
                .because("only commands print: use a Logger with a constant message and keys")
                .check(CLASSES);
    }

    @Test
    void timeIsJavaTime() {
        // the JDK's certificates speak of Date only
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("tw.vigil.ingest.hook.sns.CertificateTrust")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Date")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Calendar")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.text.SimpleDateFormat")
                .because("use Instant, Duration, ZonedDateTime and DateTimeFormatter")
                .check(CLASSES);
    }

    @Test
    void dependenciesComeThroughTheConstructor() {
        noFields()
                .should()
                .beAnnotatedWith("jakarta.inject.Inject")
                .orShould()
                .beAnnotatedWith("org.eclipse.microprofile.config.inject.ConfigProperty")
                .orShould()
                .beAnnotatedWith("org.eclipse.microprofile.reactive.messaging.Channel")
                .because(
                        "an injected field hides what a class needs and cannot be final: make it a constructor parameter")
                .check(CLASSES);
    }

    @Test
    void metricsAreThereFromTheStart() {
        // Arc makes a bean when it is first called: until then an operator cannot tell zero from absent.
        var madeAtStart = describe(
                "made when the service starts",
                (JavaClass bean) -> bean.isAnnotatedWith(STARTUP)
                        || bean.getMethods().stream().anyMatch(CodeLawsTest::runsAtStart));
        classes()
                .that()
                .areAnnotatedWith("jakarta.enterprise.context.ApplicationScoped")
                .and(describe(
                        "register metrics",
                        bean -> bean.getMethodCallsFromSelf().stream()
                                .anyMatch(call -> call.getTarget().getName().equals("register")
                                        && call.getTargetOwner()
                                                .getPackageName()
                                                .startsWith("io.micrometer."))))
                .should(be(madeAtStart))
                .because("a metric that appears with its first use hides that it is zero: annotate the bean @Startup")
                .check(CLASSES);
    }

    private static boolean runsAtStart(JavaMethod method) {
        return method.isAnnotatedWith(STARTUP)
                || method.isAnnotatedWith("io.quarkus.scheduler.Scheduled") // its first run is at once
                || method.isAnnotatedWith("org.eclipse.microprofile.reactive.messaging.Incoming")
                || method.getRawParameterTypes().stream()
                        .anyMatch(type -> type.getName().equals("io.quarkus.runtime.StartupEvent"));
    }

    @Test
    void loggersArePrivateConstants() {
        fields().that()
                .haveRawType("org.jboss.logging.Logger")
                .or()
                .haveRawType("java.util.logging.Logger")
                .or()
                .haveRawType("java.lang.System$Logger")
                .or()
                .haveRawType("org.slf4j.Logger")
                .should()
                .bePrivate()
                .andShould()
                .beStatic()
                .andShould()
                .beFinal()
                .andShould()
                .haveName("LOG")
                .because("write: private static final Logger LOG = Logger.getLogger(ThisClass.class)")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void nothingIsFoundByReflection() {
        // what JMH generates for its benchmarks is not ours to change
        noClasses()
                .that()
                .resideOutsideOfPackage("..jmh_generated..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.lang.reflect..")
                .because("reflection hides who calls whom: use a sealed interface, a switch or a constructor reference")
                .check(CLASSES);
    }
}
