// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.questions;

import dev.pawl.Pipeline;
import dev.pawl.RejectedException;
import dev.pawl.StageContext;
import dev.pawl.StageFailedException;
import dev.pawl.StageFailedException.Retry;
import dev.pawl.StageOptions;
import dev.pawl.core.RetryPolicy;
import dev.pawl.examples.questions.model.Model;
import dev.pawl.examples.questions.model.Reply;
import dev.pawl.examples.questions.model.Used;
import dev.pawl.examples.questions.page.AnswerPage;
import dev.pawl.examples.questions.tables.Blueprint;
import dev.pawl.examples.questions.tables.Check;
import dev.pawl.examples.questions.tables.Query;
import dev.pawl.examples.questions.tables.Result;
import dev.pawl.examples.questions.tables.Table;
import dev.pawl.examples.questions.tables.Tables;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Question, route, plan, blueprint, validate, build: each stage asks the model once, but for the one that checks. */
public final class QuestionsPipeline {

    private static final int ROUNDS = 2;
    private static final int CALLS_AT_ONCE = 4;

    private final Model model;
    private final Tables tables;
    private final Path answers;

    private QuestionsPipeline(Model model, Tables tables, Path answers) {
        this.model = model;
        this.tables = tables;
        this.answers = answers;
    }

    /**
     * The pipeline.
     *
     * @param answers the folder for pages
     */
    public static Pipeline<Question> over(Model model, Tables tables, Path answers) {
        QuestionsPipeline stages = new QuestionsPipeline(model, tables, answers);
        return Pipeline.named("questions", Question.class)
                .description("Answers a question from tables")
                .key(Question::id)
                .stage("route", Routed.class, s -> calling(s).run(stages::route))
                .stage(
                        "plan",
                        Planned.class,
                        s -> calling(s)
                                .after("route")
                                .when(QuestionsPipeline::hasTable)
                                .run(stages::plan))
                .stage(
                        "blueprint",
                        Drafted.class,
                        s -> calling(s)
                                .after("route", "plan")
                                .when(QuestionsPipeline::hasTable)
                                .run(stages::blueprint))
                .stage(
                        "validate",
                        Boolean.class,
                        s -> s.validates("blueprint", ROUNDS)
                                .after("route", "blueprint")
                                .when(QuestionsPipeline::hasTable)
                                .run(stages::validate))
                .stage(
                        "build",
                        Answer.class,
                        s -> calling(s)
                                .after("route", "plan", "blueprint", "validate")
                                .run(stages::build))
                .build();
    }

    /** A stage that asks the model: not too many at once, again after a moment where it is busy. */
    private static <O> StageOptions<Question, O> calling(StageOptions<Question, O> stage) {
        return stage.limit("model", CALLS_AT_ONCE)
                .retry(new RetryPolicy(2, Duration.ofMillis(500), 2, Duration.ofSeconds(10)))
                .stallAfter(Duration.ofSeconds(90));
    }

    private static boolean hasTable(StageContext<Question> context) {
        return output(context, "route", Routed.class).table() != null;
    }

    private Routed route(StageContext<Question> context) throws StageFailedException {
        Reply reply = model.ask(
                context,
                Tasks.ROUTE,
                Map.of(
                        "question",
                        context.input().question(),
                        "tables",
                        tables.all().stream().map(QuestionsPipeline::described).toList()));
        record Choice(@Nullable String table, @Nullable String why) {}
        Choice choice = reply.read(Choice.class);
        if (choice.table() != null && tables.named(choice.table()).isEmpty()) {
            throw new StageFailedException(
                    "the model chose the table " + choice.table() + "; there are " + tables.names(),
                    Retry.AT_ONCE,
                    null);
        }
        context.log(choice.table() + ": " + choice.why());
        return new Routed(choice.table(), choice.why(), reply.used());
    }

    private Planned plan(StageContext<Question> context) throws StageFailedException {
        Reply reply = model.ask(
                context,
                Tasks.PLAN,
                Map.of("question", context.input().question(), "table", described(table(context))));
        record Plan(@Nullable List<String> steps) {}
        List<String> steps = Objects.requireNonNullElse(reply.read(Plan.class).steps(), List.of());
        steps.forEach(context::log);
        return new Planned(steps, reply.used());
    }

    private Drafted blueprint(StageContext<Question> context) throws StageFailedException {
        Map<String, Object> material = new LinkedHashMap<>();
        material.put("question", context.input().question());
        material.put("table", described(table(context)));
        material.put("steps", output(context, "plan", Planned.class).steps());
        Verdict verdict = context.feedback(Verdict.class);
        Used before = Used.NOTHING;
        if (verdict != null) {
            material.put("draft", verdict.draft().blueprint());
            material.put("problems", verdict.problems());
            before = verdict.draft().used();
        }
        Reply reply = model.ask(context, Tasks.BLUEPRINT, material);
        return new Drafted(reply.read(Blueprint.class), before.plus(reply.used()));
    }

    private Boolean validate(StageContext<Question> context) throws RejectedException {
        Drafted draft = output(context, "blueprint", Drafted.class);
        List<String> problems = Check.problems(draft.blueprint(), tables);
        problems.forEach(context::log);
        if (!problems.isEmpty()) {
            throw new RejectedException(new Verdict(problems, draft));
        }
        return true;
    }

    private Answer build(StageContext<Question> context) throws IOException, StageFailedException {
        AnswerPage page =
                AnswerPage.in(answers, context.input().id(), context.input().question());
        if (!hasTable(context)) {
            String text = "No table here knows. There are " + String.join(", ", tables.names()) + ".";
            return new Answer(text, page.write(text, List.of(), new Result(List.of(), List.of())), 0, Used.NOTHING);
        }
        Result result = Query.run(output(context, "blueprint", Drafted.class).blueprint(), table(context));
        Reply reply = model.ask(
                context,
                Tasks.BUILD,
                Map.of("question", context.input().question(), "columns", result.columns(), "lines", result.lines()));
        context.emit(reply.text());
        List<String> steps = output(context, "plan", Planned.class).steps();
        Answer answer = new Answer(
                reply.text(),
                page.write(reply.text(), steps, result),
                result.lines().size(),
                reply.used());
        List<String> made = Numbers.notIn(result, context.input().question(), reply.text());
        return made.isEmpty()
                ? answer
                : context.degraded(answer, "the text has numbers that the table did not give: " + made);
    }

    private Table table(StageContext<Question> context) {
        return tables.named(output(context, "route", Routed.class).table()).orElseThrow();
    }

    private static Map<String, Object> described(Table table) {
        return Map.of("name", table.name(), "columns", table.columns());
    }

    private static <T> T output(StageContext<Question> context, String stage, Class<T> type) {
        return Objects.requireNonNull(context.output(stage, type), stage);
    }
}
