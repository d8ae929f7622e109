"""From a source to locked stores: read, hold to the contract, derive, blind, lock."""
