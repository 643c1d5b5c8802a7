package tw.vigil.sigma.correlate;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.Set;

/// How often something must happen.
public sealed interface Period {

    /// At the latest this long after it last happened.
    record Span(Duration duration) implements Period {}

    /// Once in each period of a calendar. Periods begin at midnight in `zone`.
    ///
    /// @param holidays days that are no business days
    record Calendar(Unit unit, ZoneId zone, Set<LocalDate> holidays) implements Period {

        public Calendar {
            holidays = Set.copyOf(holidays);
        }

        /// The beginning of the period that holds `time`.
        public Instant start(Instant time) {
            return at(startOf(time.atZone(zone).toLocalDate()));
        }

        /// The beginning of the period after the one that holds `time`; the end of that one, exclusive.
        public Instant end(Instant time) {
            var start = startOf(time.atZone(zone).toLocalDate());
            return at(
                    switch (unit) {
                        case DAY -> start.plusDays(1);
                        case WEEK -> start.plusWeeks(1);
                        case MONTH -> start.plusMonths(1);
                        case QUARTER -> start.plusMonths(3);
                        case YEAR -> start.plusYears(1);
                        case BUSINESS_DAY -> nextBusinessDay(start.plusDays(1));
                    });
        }

        private LocalDate startOf(LocalDate day) {
            return switch (unit) {
                case DAY -> day;
                case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
                case MONTH -> day.withDayOfMonth(1);
                case QUARTER -> day.withDayOfMonth(1).minusMonths((day.getMonthValue() - 1) % 3);
                case YEAR -> day.withDayOfYear(1);
                case BUSINESS_DAY -> lastBusinessDay(day);
            };
        }

        /// A period of a business day lasts until the next one begins: work done on the weekend counts for Friday.
        private LocalDate lastBusinessDay(LocalDate day) {
            var found = day;
            for (int i = 0; i < MAX_HOLIDAYS_IN_A_ROW && isFree(found); i++) {
                found = found.minusDays(1);
            }
            return found;
        }

        private LocalDate nextBusinessDay(LocalDate day) {
            var found = day;
            for (int i = 0; i < MAX_HOLIDAYS_IN_A_ROW && isFree(found); i++) {
                found = found.plusDays(1);
            }
            return found;
        }

        private boolean isFree(LocalDate day) {
            return day.getDayOfWeek() == DayOfWeek.SATURDAY
                    || day.getDayOfWeek() == DayOfWeek.SUNDAY
                    || holidays.contains(day);
        }

        private Instant at(LocalDate day) {
            return day.atStartOfDay(zone).toInstant();
        }
    }

    /// Units of a calendar.
    enum Unit {
        DAY,
        WEEK,
        MONTH,
        QUARTER,
        YEAR,
        BUSINESS_DAY
    }

    int MAX_HOLIDAYS_IN_A_ROW = 366;
}
