// SPDX-License-Identifier: Apache-2.0
package dev.pawl.spi;

/**
 * What, together with its pid, tells a process apart from all others that ever were. Who sees the same boot and pid space can
 * look whether it still runs; nobody else can.
 *
 * @param boot the start of the machine it runs on
 * @param space the space its pid belongs to: containers have their own
 * @param start when it started, in the machine's own units since that boot
 */
public record ProcessMark(String boot, String space, long start) {}
