// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import static dev.pawl.core.Kinds.*;
import static dev.pawl.core.Words.*;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The items of a map as a structure that shares what does not change. */
class ItemsTest {

    @Test
    void manyItemsAreCountedAndFound() {
        Items items = Items.listed(LIST, null, 700);
        assertThat(items.size()).isEqualTo(700);
        assertThat(items.keys()).isNull();
        assertThat(items.has(699)).isTrue();
        assertThat(items.has(700)).isFalse();
        assertThat(items.has(-1)).isFalse();
        assertThat(items.nextDue(ZERO)).isNull();
        ItemState done = new ItemState(ItemStatus.SUCCEEDED, 0, null, OUT, null, null);
        for (int i = 0; i < 600; i++) {
            assertThat(items.ready(0, ZERO)).isEqualTo(i);
            items = items.with(i, done);
        }
        items = items.with(599, new ItemState(ItemStatus.BACK_OFF, 1, at(9), null, null, OOPS));
        items = items.with(3, new ItemState(ItemStatus.BACK_OFF, 1, at(7), null, null, OOPS));
        items = items.with(300, new ItemState(ItemStatus.BACK_OFF, 1, at(8), null, null, OOPS));
        assertThat(items.ready(0, ZERO)).isEqualTo(600);
        assertThat(items.ready(601, ZERO)).isEqualTo(601);
        assertThat(items.ready(700, ZERO)).isEqualTo(-1);
        assertThat(items.ready(0, at(7))).isEqualTo(3);
        assertThat(items.ready(4, at(7))).isEqualTo(600);
        assertThat(items.ready(4, at(8))).isEqualTo(300);
        assertThat(items.nextDue(ZERO)).isEqualTo(at(7));
        assertThat(items.nextDue(at(7))).isEqualTo(at(8));
        assertThat(items.nextDue(at(8))).isEqualTo(at(9));
        assertThat(items.nextDue(at(9))).isNull();
        assertThat(items.count(ItemStatus.SUCCEEDED)).isEqualTo(597);
        assertThat(items.count(ItemStatus.BACK_OFF)).isEqualTo(3);
        assertThat(items.count(ItemStatus.OPEN)).isEqualTo(100);
        assertThat(items.unfinished()).isEqualTo(103);
        Items later = items.with(3, done);
        assertThat(later.nextDue(ZERO)).isEqualTo(at(8));
        assertThat(later.ready(0, at(7))).isEqualTo(600);
        assertThat(items.ready(0, at(7))).isEqualTo(3);
        for (int i = 600; i < 700; i++) {
            later = later.with(i, done);
        }
        assertThat(later.ready(0, at(7))).isEqualTo(-1);
        assertThat(later.ready(0, at(9))).isEqualTo(300);
        assertThat(later).isNotEqualTo(items).isEqualTo(later.with(5, done)).hasSameHashCodeAs(later.with(5, done));
        assertThat(later).isNotEqualTo(Items.listed(LIST, LIST, 700));
        assertThat(Items.listed(LIST, null, 2)).isNotEqualTo(Items.listed(LIST, LIST, 2));
        assertThat(Items.listed(LIST, null, 2)).isNotEqualTo(Items.listed(OUT, null, 2));
        assertThat(Items.listed(LIST, LIST, 2).keys()).isEqualTo(LIST);
        Items one = Items.listed(LIST, null, 2);
        assertThat(one.with(0, done)).isNotEqualTo(one.with(1, done));
    }
}
