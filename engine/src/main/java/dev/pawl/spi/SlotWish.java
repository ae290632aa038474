// SPDX-License-Identifier: Apache-2.0
package dev.pawl.spi;

/**
 * A wish for one of the slots of a named limit, across all workers of a database.
 *
 * @param limit name of the limit
 * @param holder what is to hold it, unique within the limit: an attempt's id
 * @param most how many hold one at once, as far as this one is concerned, at least 1; of those that hold one and who is next, the smallest
 *     counts
 * @param priority of those that wait, higher ones come first, of these who wished first
 */
public record SlotWish(String limit, String holder, int most, int priority) {}
