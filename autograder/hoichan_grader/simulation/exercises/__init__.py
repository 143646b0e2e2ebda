"""One module an exercise type: what a simulated learner of known ability does with it."""
