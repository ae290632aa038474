// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.schedule;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What a cron expression says of a clock on a wall that is never set. The library is asked no more than that: see {@link FireTimes}. */
final class Cron {

    private static final CronParser PARSER = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

    private static final int FIELD_COUNT = 5;

    /** The library also reads several expressions in one. */
    private static final String FIELDS = "[0-9A-Za-z*/, -]*";

    private static final LocalDateTime ANY_TIME = LocalDate.of(2000, 1, 1).atStartOfDay();
    private static final int HOURS = 24;

    private final ExecutionTime times;
    private final boolean hourly;

    private Cron(String text, ExecutionTime times) {
        this.times = times;
        LocalDateTime first = next(ANY_TIME);
        if (first == null) {
            throw new IllegalArgumentException("the cron `" + text + "` never fires, as its months have no such day");
        }
        LocalDate day = first.toLocalDate();
        this.hourly = IntStream.range(0, HOURS).allMatch(hour -> firesIn(day, hour));
    }

    /**
     * An expression of five fields: minute, hour, day of the month, month, day of the week.
     *
     * @throws IllegalArgumentException where it is none, or never fires
     */
    static Cron of(String text) {
        String fields = normal(text);
        ExecutionTime times;
        try {
            int count = fields.isEmpty() ? 0 : fields.split(" ").length;
            if (count != FIELD_COUNT) {
                throw new IllegalArgumentException("it has " + count + (count == 1 ? " field" : " fields") + ", and "
                        + FIELD_COUNT + " are expected");
            }
            if (!fields.matches(FIELDS)) {
                throw new IllegalArgumentException("there are only digits, names, and * / , -");
            }
            times = ExecutionTime.forCron(PARSER.parse(fields).validate());
        } catch (IllegalArgumentException e) {
            Throwable why = e.getCause() == null ? e : e.getCause();
            throw new IllegalArgumentException(
                    "`" + text + "` is no cron expression: " + lower(String.valueOf(why.getMessage())), e);
        }
        return new Cron(fields, times);
    }

    /** The same in the words of which there is one way to say it, but for what the fields say. */
    static String normal(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }

    private static String lower(String words) {
        return words.substring(0, 1).toLowerCase(Locale.ROOT) + words.substring(1);
    }

    /** Whether it fires in each hour of the days it fires on. */
    boolean isHourly() {
        return hourly;
    }

    /** When it fires next, or null. */
    @Nullable
    LocalDateTime next(LocalDateTime after) {
        return times.nextExecution(after.atZone(ZoneOffset.UTC))
                .map(ZonedDateTime::toLocalDateTime)
                .orElse(null);
    }

    private boolean firesIn(LocalDate day, int hour) {
        LocalDateTime begin = day.atTime(LocalTime.of(hour, 0));
        LocalDateTime next = next(begin.minusSeconds(1));
        return next != null && next.isBefore(begin.plusHours(1));
    }
}
