package tw.vigil.teststand;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DriverManager;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

class TestStandIT {

    @Test
    void kafkaAnswersAndIsTheSameForEverybody() throws Exception {
        var kafka = TestKafka.start();

        try (var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            assertThat(admin.describeCluster().nodes().get()).hasSize(1);
        }
        assertThat(TestKafka.start().bootstrapServers()).isEqualTo(kafka.bootstrapServers());
    }

    @Test
    void postgresAnswersAndIsTheSameForEverybody() throws Exception {
        var postgres = TestPostgres.start();

        try (var connection = DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password())) {
            assertThat(connection.isValid(2)).isTrue();
        }
        assertThat(TestPostgres.start().jdbcUrl()).isEqualTo(postgres.jdbcUrl());
    }
}
