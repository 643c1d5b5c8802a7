package tw.vigil.sigma.index;

import tw.vigil.sigma.project.ProjectedEvent;

/// What is known of one event while its candidates are asked. Filled again for each event. One thread.
public final class Evaluation {

    private final ProjectedEvent event;
    private final Candidates candidates = new Candidates();
    private final PathIndex.Listeners listeners = new PathIndex.Listeners(candidates);
    /// By atom: the event in which it was answered, negative when the answer was no.
    private int[] answers = new int[0];

    private int generation;

    public Evaluation(ProjectedEvent event) {
        this.event = event;
    }

    void begin(int rules, int atoms) {
        candidates.begin(rules);
        if (answers.length < atoms || generation == Integer.MAX_VALUE) {
            answers = new int[atoms];
            generation = 0;
        }
        generation++;
    }

    ProjectedEvent event() {
        return event;
    }

    public Candidates candidates() {
        return candidates;
    }

    PathIndex.Listeners listeners() {
        return listeners;
    }

    boolean holds(Atom atom) {
        int known = answers[atom.number()];
        if (known == generation || known == -generation) {
            return known > 0;
        }
        boolean holds = atom.holds(event);
        answers[atom.number()] = holds ? generation : -generation;
        return holds;
    }
}
