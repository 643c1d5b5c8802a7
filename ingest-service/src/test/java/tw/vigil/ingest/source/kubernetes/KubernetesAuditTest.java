package tw.vigil.ingest.source.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tw.vigil.ingest.source.Reading;
import tw.vigil.ingest.source.Source;
import tw.vigil.ingest.source.SourceContract;

class KubernetesAuditTest implements SourceContract {
    private static final String COMPLETE = """
            {"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata","auditID":"bbd6d83f",
             "stage":"ResponseComplete","verb":"create","user":{"username":"jane"},
             "objectRef":{"resource":"pods","namespace":"prod","name":"web","subresource":"exec","apiVersion":"v1"},
             "requestReceivedTimestamp":"2026-08-20T10:15:30.123456Z","stageTimestamp":"2026-08-20T10:15:30.223456Z"}""";

    @Override
    public Source source() {
        return new KubernetesAudit();
    }

    @Override
    public Example complete() {
        return new Example(
                COMPLETE,
                new Reading.Audit(
                        "bbd6d83f/ResponseComplete",
                        SourceContract.at("2026-08-20T10:15:30.223456Z"),
                        "/api/v1/namespaces/prod/pods/web/exec",
                        "kubernetes.audit",
                        null));
    }

    @Override
    public List<String> strangers() {
        return List.of(
                "{}",
                COMPLETE.replace("audit.k8s.io/v1", "v1"),
                COMPLETE.replace("\"Event\"", "\"Pod\""),
                COMPLETE.replace("auditID", "auditid"),
                COMPLETE.replace("\"stage\"", "\"phase\""));
    }

    @Override
    public List<String> withoutTime() {
        return List.of(
                COMPLETE.replace("requestReceivedTimestamp", "a").replace("stageTimestamp", "b"),
                COMPLETE.replace("2026-08-20T10:15:30.223456Z", "soon"));
    }

    @Test
    void elementOfAListLeavesKindToTheList() {
        String element = COMPLETE.replace("\"kind\":\"Event\",\"apiVersion\":\"audit.k8s.io/v1\",", "");

        assertThat(read(element, true)).isEqualTo(complete().expected());
        assertThat(read(element, false)).isInstanceOf(Reading.Rejected.class);
    }

    @Test
    void olderVersionOfTheApiIsRead() {
        assertThat(read(COMPLETE.replace("audit.k8s.io/v1", "audit.k8s.io/v1beta1"), false))
                .isEqualTo(complete().expected());
    }

    @Test
    void requestTimeStandsInForTheStage() {
        var reading = read(COMPLETE.replace("stageTimestamp", "x"), false);

        assertThat(reading)
                .isInstanceOfSatisfying(
                        Reading.Audit.class,
                        audit -> assertThat(audit.time()).isEqualTo(SourceContract.at("2026-08-20T10:15:30.123456Z")));
    }

    @Test
    void subjectOfAGroupResourceNamesTheGroup() {
        var reading = read(
                COMPLETE.replace(
                        "\"resource\":\"pods\",\"namespace\":\"prod\",\"name\":\"web\",\"subresource\":\"exec\",\"apiVersion\":\"v1\"",
                        "\"resource\":\"clusterroles\",\"apiGroup\":\"rbac.authorization.k8s.io\",\"apiVersion\":\"v1\""),
                false);

        assertThat(reading)
                .isInstanceOfSatisfying(
                        Reading.Audit.class,
                        audit -> assertThat(audit.subject())
                                .isEqualTo("/apis/rbac.authorization.k8s.io/v1/clusterroles"));
    }
}
