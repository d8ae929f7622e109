"""Long simulations as jobs: huey queues them, one worker process runs them, the bench shows how far they are."""
