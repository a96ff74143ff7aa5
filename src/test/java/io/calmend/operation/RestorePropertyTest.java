package io.calmend.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.registry.RegistryChange;
import io.calmend.registry.RegistryState;
import io.calmend.registry.SampleStates;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What must hold of every pair of states, tried on many. */
class RestorePropertyTest {

    @Test
    void changesFromAnyStateLeadBackToTheSavedOne() {
        for (int seed = 0; seed < 500; seed++) {
            var random = new Random(seed);
            var saved = random(random);
            var present = random(random);
            var changes = saved.changesFrom(present);
            var back = present.apply(changes);
            assertThat(saved.differencesTo(back)).as("seed %d", seed).isEmpty();
            assertThat(saved.changesFrom(back)).as("seed %d", seed).isEmpty();
            for (int tree = 0; tree < 2; tree++) {
                assertThat(back.trees().get(tree).digest())
                        .as("seed %d", seed)
                        .isEqualTo(saved.trees().get(tree).digest());
            }
        }
    }

    @Test
    void restoreThatWasCutShortIsPlannedAgainAndEndsRight() {
        for (int seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            var saved = random(random);
            var present = random(random);
            var changes = saved.changesFrom(present);
            var cut = present.apply(changes.subList(0, random.nextInt(changes.size() + 1)));
            var back = cut.apply(saved.changesFrom(cut));
            assertThat(saved.differencesTo(back)).as("seed %d", seed).isEmpty();
        }
    }

    @Test
    void noChangeOfAMinimalListCanBeLeftOut() {
        for (int seed = 0; seed < 60; seed++) {
            var random = new Random(seed);
            var saved = random(random);
            var present = random(random);
            var changes = saved.changesFrom(present);
            for (int left = 0; left < changes.size(); left++) {
                // a missing key is made again with the key below it, so only what is not implied can be left out
                if (changes.get(left) instanceof RegistryChange.CreateKey) {
                    continue;
                }
                var fewer = new ArrayList<>(changes);
                fewer.remove(left);
                assertThat(saved.changesFrom(present.apply(fewer)))
                        .as("seed %d without %s", seed, changes.get(left))
                        .isNotEmpty();
            }
        }
    }

    @Test
    void changesSentTwiceLeaveTheSame() {
        for (int seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            var saved = random(random);
            var changes = saved.changesFrom(random(random));
            var once = random(random).apply(changes);
            assertThat(once.apply(changes).differencesTo(once))
                    .as("seed %d", seed)
                    .isEmpty();
        }
    }

    private static RegistryState random(Random random) {
        return SampleStates.bothViews(SampleStates.randomTree(random), SampleStates.randomTree(random));
    }
}
